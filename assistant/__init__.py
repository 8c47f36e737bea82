"""An assistant for the internal chat of Bitrix24."""
