import { X } from "lucide-react";
import { IconButton } from "../../ui/Button";
import { Dialog } from "../../ui/mui/Dialog";
import { useTranslation } from "../i18n/i18n";
import { mainKey } from "../shell/Nav";
import { useUi } from "../ui";
import styles from "./Help.module.css";

export default function Help() {
  const { t } = useTranslation();
  const { isHelpOpen, setHelp } = useUi();
  const rows: [string[], string][] = [
    [["Space"], t("keys.space")],
    [["J", "K", "L"], t("keys.jkl")],
    [["Shift ←", "Shift →"], t("keys.leftRight")],
    [["N", "P"], t("keys.next")],
    [[`${mainKey} →`, `${mainKey} ←`], t("keys.next")],
    [["Shift ↑", "Shift ↓"], t("keys.upDown")],
    [["M"], t("keys.mute")],
    [["S"], t("keys.shuffle")],
    [["R"], t("keys.repeat")],
    [["Shift L"], t("keys.like")],
    [["Q"], t("keys.queue")],
    [["F"], t("keys.full")],
    [["/"], t("keys.chat")],
    [[`${mainKey} K`], t("keys.palette")],
    [["↑", "↓"], t("keys.rows")],
    [["X", "Shift X"], t("keys.choose")],
    [["?"], t("keys.help")],
  ];
  return (
    <Dialog open={isHelpOpen} onClose={() => setHelp(false)} aria-labelledby="keys-title" maxWidth="sm">
      <div className={styles.help}>
        <header>
          <h2 id="keys-title">{t("keys.title")}</h2>
          <IconButton label={t("state.close")} onClick={() => setHelp(false)}>
            <X size={20} />
          </IconButton>
        </header>
        <dl>
          {rows.map(([keys, meaning]) => (
            <div key={keys.join()}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}
