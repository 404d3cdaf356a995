import { Check, MonitorSpeaker } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { IconButton } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { attempt } from "../../ui/toasts";

/** Which page makes the sound, and a way to hand it over. */
export function Devices() {
  const { t } = useTranslation();
  const { commands, deviceId } = usePlayer();
  const devices = usePlayerState((state) => state.devices);
  const activeId = usePlayerState((state) => state.playback?.device?.id ?? null);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const isElsewhere = activeId !== deviceId && devices.some((device) => device.id === activeId);
  return (
    <>
      <IconButton label={t("player.devices")} size="s" isOn={isElsewhere} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)} data-testid="devices">
        <MonitorSpeaker size={19} />
      </IconButton>
      <Menu
        place={anchor}
        isUpward
        label={t("player.devices")}
        onClose={() => setAnchor(null)}
        items={
          devices.length === 0
            ? [{ label: t("settings.noDevices"), run: () => undefined, isDisabled: true }]
            : devices.map((device) => ({
                label: device.id === deviceId ? `${device.name} · ${t("player.thisDevice")}` : device.name,
                icon: device.id === activeId ? <Check size={17} /> : <MonitorSpeaker size={17} />,
                isSelected: device.id === activeId,
                testId: "device",
                run: () => {
                  if (device.id !== activeId) attempt(commands.transfer(device.id));
                },
              }))
        }
      />
    </>
  );
}
