import Slider from "@mui/material/Slider";
import Switch from "@mui/material/Switch";
import { useQueryClient } from "@tanstack/react-query";
import { RefreshCw, SlidersHorizontal } from "lucide-react";
import { useEffect, useId, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import { useScan, useSettings } from "../../api/queries";
import type { SettingsDto } from "../../api/types";
import { languages } from "../../app/i18n/i18n";
import { strategyName } from "../../app/i18n/strategies";
import { useTranslation } from "../../app/i18n/i18n";
import { usePlayer, usePlayerState } from "../../player/context";
import { Button } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { Mui } from "../../ui/mui/Mui";
import { ErrorState, RowSkeletons } from "../../ui/States";
import { attempt } from "../../ui/toasts";
import { Choice } from "../library/Tools";
import { progressOf } from "../scan/progress";
import styles from "./Settings.module.css";

const themes = ["system", "dark", "light"] as const;

export default function SettingsPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const settings = useSettings();
  const change = (body: SettingsDto) => {
    queries.setQueryData<SettingsDto>(keys.settings, (known) => known && { ...known, ...body });
    attempt(
      endpoints
        .changeSettings(body)
        .then((saved) => queries.setQueryData(keys.settings, saved))
        .catch((error: unknown) => {
          void queries.invalidateQueries({ queryKey: keys.settings });
          throw error;
        }),
    );
  };
  if (settings.error) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <Page title={t("settings.title")}><RowSkeletons /></Page>;
  const s = settings.data;
  return (
    <Page title={t("settings.title")} isWide={false}>
      <Group title={t("settings.look")}>
        <fieldset className={styles.themes}>
          <legend className={styles.label}>{t("settings.theme")}</legend>
          <div>
            {themes.map((theme) => (
              <label key={theme} className={styles.theme} data-look={theme}>
                <input type="radio" name="theme" value={theme} checked={(s.theme ?? "system") === theme} onChange={() => change({ theme })} />
                <span className={styles.swatch} aria-hidden="true">
                  <i />
                  <i />
                </span>
                {t(`settings.themes.${theme}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <Line label={t("settings.language")}>
          <Choice label={t("settings.language")} value={(s.language ?? "en").slice(0, 2)} onChange={(language) => change({ language })}>
            {languages.map((one) => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </Choice>
        </Line>
      </Group>

      <Group title={t("settings.playback")}>
        <Range
          label={t("settings.crossfade")}
          value={s.crossfadeSeconds ?? 0}
          max={12}
          step={0.5}
          show={(value) => (value === 0 ? t("settings.crossfadeOff") : t("settings.seconds", { count: value }))}
          onSave={(crossfadeSeconds) => change({ crossfadeSeconds })}
        />
        <Toggle label={t("settings.replayGain")} hint={t("settings.replayGainHint")} isOn={s.replayGain ?? true} onChange={(replayGain) => change({ replayGain })} />
        <Toggle label={t("settings.explicit")} isOn={s.explicit ?? true} onChange={(explicit) => change({ explicit })} />
      </Group>

      <Group title={t("settings.taste")} hint={t("settings.tasteHint")}>
        {s.strategies && s.strategies.length > 0 && (
          <Line label={t("settings.strategy")}>
            <Choice label={t("settings.strategy")} value={s.recommendationStrategy ?? "hybrid"} onChange={(recommendationStrategy) => change({ recommendationStrategy })}>
              {[...new Set(["hybrid", ...s.strategies])].map((name) => (
                <option key={name} value={name}>
                  {strategyName(t, name)}
                </option>
              ))}
            </Choice>
          </Line>
        )}
        <Link to="/settings/tuning" className={styles.go}>
          <SlidersHorizontal size={17} />
          {t("settings.tune")}
        </Link>
      </Group>

      <LibraryGroup settings={s} />
      <DevicesGroup />
      <Group title={t("settings.about")}>
        <p>
          <a href="/api/docs" className={styles.link}>
            {t("settings.api")}
          </a>
        </p>
      </Group>
    </Page>
  );
}

function Group({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <div>
        <h2>{title}</h2>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
      <div className={styles.lines}>{children}</div>
    </section>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.line}>
      <span className={styles.label}>{label}</span>
      {children}
    </div>
  );
}

function Toggle({ label, hint, isOn, onChange }: { label: string; hint?: string; isOn: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <div className={styles.line} data-toggle>
      <label htmlFor={id} className={styles.label}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
      <Mui>
        <Switch checked={isOn} onChange={(_, on) => onChange(on)} slotProps={{ input: { id } }} />
      </Mui>
    </div>
  );
}

interface RangeProps {
  label: string;
  value: number;
  max: number;
  step: number;
  show: (value: number) => string;
  onSave: (value: number) => void;
}

function Range({ label, value, max, step, show, onSave }: RangeProps) {
  const [now, setNow] = useState(value);
  useEffect(() => setNow(value), [value]);
  return (
    <div className={styles.range}>
      <span className={styles.label}>{label}</span>
      <Mui>
        <Slider aria-label={label} value={now} min={0} max={max} step={step} getAriaValueText={show} onChange={(_, next) => setNow(next as number)} onChangeCommitted={(_, next) => onSave(next as number)} />
      </Mui>
      <output className="tabular">{show(now)}</output>
    </div>
  );
}

function LibraryGroup({ settings }: { settings: SettingsDto }) {
  const { t } = useTranslation();
  const { data: scan } = useScan();
  const progress = scan && progressOf(scan);
  const folders = settings.musicFolders ?? [];
  return (
    <Group title={t("settings.library")}>
      <Line label={t("settings.dataFolder")}>
        <code className={styles.path}>{settings.dataFolder ?? "–"}</code>
      </Line>
      <Line label={t("settings.musicFolders")}>
        {folders.length > 0 ? (
          <ul>
            {folders.map((folder) => (
              <li key={folder}>
                <code className={styles.path}>{folder}</code>
              </li>
            ))}
          </ul>
        ) : (
          <span className={styles.hint}>{t("settings.noFolders")}</span>
        )}
      </Line>
      <Line label={t("settings.scanning")}>
        <span data-testid="scan-state">
          {scan ? `${progress ? t(`scan.${progress.stage}`, { to: progress.all }) : t("scan.idle")} · ${t("library.count", { count: scan.tracks })}` : "…"}
          {progress && progress.all > 0 && ` · ${t("scan.progress", { done: progress.done, all: progress.all })}`}
        </span>
      </Line>
      <Button size="s" icon={<RefreshCw size={15} />} disabled={!!progress && progress.stage !== "failed"} onClick={() => attempt(endpoints.startScan())}>
        {t("settings.rescan")}
      </Button>
      {scan && scan.failedCount > 0 && (
        <details className={styles.failed}>
          <summary>{t("settings.failed", { count: scan.failedCount })}</summary>
          <ul aria-label={t("scan.failedFiles")}>
            {scan.failed.map((file) => (
              <li key={file.path}>
                <code className={styles.path}>{file.path}</code>
                <p>
                  {file.message} <span className={styles.code}>{file.errorCode}</span>
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Group>
  );
}

function DevicesGroup() {
  const { t } = useTranslation();
  const { commands, deviceId } = usePlayer();
  const devices = usePlayerState((state) => state.devices);
  const activeId = usePlayerState((state) => state.playback?.device?.id ?? null);
  return (
    <Group title={t("settings.devices")}>
      {devices.length === 0 && <p className={styles.hint}>{t("settings.noDevices")}</p>}
      {devices.map((device) => (
        <Line key={device.id} label={device.id === deviceId ? `${device.name} · ${t("player.thisDevice")}` : device.name}>
          {device.id === activeId ? (
            <span className={styles.hint}>{t("settings.activeDevice")}</span>
          ) : (
            <Button size="s" aria-label={t("player.playHere", { name: device.name })} onClick={() => attempt(commands.transfer(device.id))}>
              {t("settings.playHere")}
            </Button>
          )}
        </Line>
      ))}
    </Group>
  );
}
