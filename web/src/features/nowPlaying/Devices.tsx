import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { Check, MonitorSpeaker } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePlayer, usePlayerState } from "../../player/context";
import { IconButton } from "../../ui/Button";
import { attempt } from "../../ui/toasts";

/** Which page makes the sound, and a way to hand it over. */
export function Devices() {
  const { t } = useTranslation();
  const { commands, deviceId } = usePlayer();
  const devices = usePlayerState((state) => state.devices);
  const activeId = usePlayerState((state) => state.playback?.device?.id ?? null);
  const [anchor, setAnchor] = useState<Element | null>(null);
  const isElsewhere = activeId !== null && activeId !== deviceId;
  return (
    <>
      <IconButton label={t("player.devices")} size="s" isOn={isElsewhere} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)} data-testid="devices">
        <MonitorSpeaker size={19} />
      </IconButton>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: "top", horizontal: "right" }} transformOrigin={{ vertical: "bottom", horizontal: "right" }}>
        {devices.map((device) => (
          <MenuItem
            key={device.id}
            selected={device.id === activeId}
            data-testid="device"
            onClick={() => {
              setAnchor(null);
              if (device.id !== activeId) attempt(commands.transfer(device.id));
            }}
          >
            {device.id === activeId ? <Check size={17} /> : <MonitorSpeaker size={17} />}
            <span>
              {device.name}
              {device.id === deviceId && ` · ${t("player.thisDevice")}`}
            </span>
          </MenuItem>
        ))}
        {devices.length === 0 && <MenuItem disabled>{t("settings.noDevices")}</MenuItem>}
      </Menu>
    </>
  );
}
