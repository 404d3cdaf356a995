import Slider from "@mui/material/Slider";
import { useId, type CSSProperties, type ReactNode } from "react";
import { Mui } from "../../ui/mui/Mui";
import styles from "./Tuning.module.css";

interface DialProps {
  label: ReactNode;
  name: string;
  hint?: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Where it stands as it comes. */
  middle: number;
  show: (value: number) => string;
  ends?: [low: string, high: string];
  onChange: (value: number) => void;
}

/** A slider with a middle: what it is called, what it does, where it stands. */
export function Dial({ label, name, hint, value, min, max, step, middle, show, ends, onChange }: DialProps) {
  const id = useId();
  // The way from the middle is drawn on the rail.
  const place = (at: number) => `${((at - min) / (max - min)) * 100}%`;
  return (
    <div className={styles.dial} data-testid={`dial-${name}`} data-moved={Math.abs(value - middle) > 1e-6 || undefined} style={{ "--from": place(Math.min(value, middle)), "--to": place(Math.max(value, middle)) } as CSSProperties}>
      <div className={styles.dialHead}>
        <span id={id} className={styles.dialName}>
          {label}
        </span>
        <output className="tabular">{show(value)}</output>
      </div>
      <Mui>
        <Slider
          aria-labelledby={id}
          aria-describedby={hint ? `${id}-hint` : undefined}
          value={value}
          min={min}
          max={max}
          step={step}
          marks={[{ value: middle }]}
          track={false}
          getAriaValueText={show}
          onChange={(_, next) => onChange(next as number)}
        />
      </Mui>
      {ends && (
        <div className={styles.ends} aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      )}
      {hint && (
        <p id={`${id}-hint`} className={styles.dialHint}>
          {hint}
        </p>
      )}
    </div>
  );
}
