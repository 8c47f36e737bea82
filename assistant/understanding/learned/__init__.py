"""What is learnt from the training data: the intent model, its confidence, the tagger of names and texts."""
