const idKey = "echotune.device";
const ownerKey = "echotune.device.page";

interface Tab {
  session: Storage;
  local: Storage;
  newId: () => string;
}

/**
 * The id of this page as a device. It lives in the tab's session storage, so that two tabs are two devices and a reload is the same one.
 * A duplicated tab starts with a copy of the storage: the claim of the page that holds an id (renewed while it lives) tells them apart.
 */
export function deviceIdOf({ session, local, newId }: Tab, isReload: boolean): string {
  const known = session.getItem(idKey);
  const isDuplicate = known !== null && !isReload && local.getItem(`${ownerKey}.${known}`) !== null;
  const id = known !== null && !isDuplicate ? known : newId();
  session.setItem(idKey, id);
  return id;
}

/** Marks the id as held by a living page until the page goes. */
export function claimDevice(local: Storage, id: string, page: EventTarget): void {
  const key = `${ownerKey}.${id}`;
  const claim = () => local.setItem(key, "1");
  claim();
  page.addEventListener("pagehide", () => local.removeItem(key));
  page.addEventListener("pageshow", claim);
}

/** "Chrome on Linux": how people call this page. */
export function deviceName(userAgent: string): string {
  const browser = /Edg\//.test(userAgent)
    ? "Edge"
    : /OPR\//.test(userAgent)
      ? "Opera"
      : /Firefox\//.test(userAgent)
        ? "Firefox"
        : /Chrome\/|CriOS\//.test(userAgent)
          ? "Chrome"
          : /Safari\//.test(userAgent)
            ? "Safari"
            : "Browser";
  const system = /iPhone/.test(userAgent)
    ? "iPhone"
    : /iPad/.test(userAgent)
      ? "iPad"
      : /Android/.test(userAgent)
        ? "Android"
        : /Windows/.test(userAgent)
          ? "Windows"
          : /Mac OS X/.test(userAgent)
            ? "Mac"
            : /CrOS/.test(userAgent)
              ? "ChromeOS"
              : /Linux/.test(userAgent)
                ? "Linux"
                : "this device";
  return `${browser} on ${system}`;
}
