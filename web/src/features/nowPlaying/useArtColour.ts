import { useEffect, useState } from "react";
import { artworkSrc } from "../../api/endpoints";

/** The most telling colour of a small picture: the mean of its saturated points. Null where all is grey. */
export function tellingColour(pixels: Uint8ClampedArray): string | null {
  let red = 0;
  let green = 0;
  let blue = 0;
  let weight = 0;
  for (let i = 0; i + 3 < pixels.length; i += 4) {
    const [r, g, b] = [pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number];
    const most = Math.max(r, g, b);
    const saturation = most === 0 ? 0 : (most - Math.min(r, g, b)) / most;
    const share = saturation * saturation * (most / 255);
    red += r * share;
    green += g * share;
    blue += b * share;
    weight += share;
  }
  if (weight < 4) return null;
  return `rgb(${Math.round(red / weight)} ${Math.round(green / weight)} ${Math.round(blue / weight)})`;
}

/** A colour of the artwork, for the light around it. */
export function useArtColour(url: string | null | undefined): string | null {
  const [found, setFound] = useState<{ url: string; colour: string | null } | null>(null);
  useEffect(() => {
    if (!url) return;
    const image = new Image();
    let isGone = false;
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 24;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (isGone || !context) return;
      context.drawImage(image, 0, 0, 24, 24);
      setFound({ url, colour: tellingColour(context.getImageData(0, 0, 24, 24).data) });
    };
    image.src = artworkSrc(url, 56);
    return () => {
      isGone = true;
    };
  }, [url]);
  return found && found.url === url ? found.colour : null;
}
