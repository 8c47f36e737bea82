// What links and actions do; the page connects them at its start.

const doing = { open: () => {}, put: () => {}, send: () => {}, dialog: () => {}, copy: () => {}, call: () => {} };

export function connect(work) { Object.assign(doing, work); }

export const follow = {
  // Addresses of the portal's own records open in the panel, files of the Drive do not.
  path(address) {
    const url = new URL(address, location.origin);
    return url.origin === location.origin ? url.pathname + url.search : null;
  },
  inside(address) {
    const path = follow.path(address);
    return path !== null && /^\/(crm|company)\//.test(path) && !path.includes("/disk/file/");
  },
  click(event, address) {
    if (!follow.inside(address) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    doing.open(follow.path(address));
  },
  // A portal knows who sits before it: whoever acts here is who gives a permission.
  permission(address) {
    const url = new URL(address, location.origin);
    if (url.origin === location.origin && url.pathname === "/oauth/authorize/") url.searchParams.set("login", sessionStorage.getItem("who"));
    return url.href;
  },
  go(address) {
    if (follow.inside(address)) doing.open(follow.path(address));
    else window.open(follow.permission(address), "_blank", "noopener");
  },
};

export function run(name, value) {
  if (name === "PUT") doing.put(value);
  if (name === "SEND") doing.send(value);
  if (name === "DIALOG") doing.dialog(value);
  if (name === "COPY") doing.copy(value);
  if (name === "CALL") doing.call(value);
}
