import styles from "./Radar.module.css";

interface RadarProps {
  values: { name: string; value: number }[];
  label: string;
}

const centre = 150;
const radius = 96;

function point(index: number, count: number, share: number): [number, number] {
  const angle = (index / count) * Math.PI * 2 - Math.PI / 2;
  return [centre + Math.cos(angle) * radius * share, centre + Math.sin(angle) * radius * share];
}

/** Features 0–1 as a shape, so that two tracks can be told apart at a glance. The figures are in its text too. */
export function Radar({ values, label }: RadarProps) {
  const count = values.length;
  const outline = (share: number) => values.map((_, index) => point(index, count, share).map((n) => n.toFixed(1)).join(",")).join(" ");
  const shape = values.map(({ value }, index) => point(index, count, 0.06 + 0.94 * value).map((n) => n.toFixed(1)).join(",")).join(" ");
  const text = values.map(({ name, value }) => `${name} ${Math.round(value * 100)} %`).join(", ");
  return (
    <svg className={styles.radar} viewBox="-24 14 348 272" role="img" aria-label={`${label}: ${text}`}>
      {[0.25, 0.5, 0.75, 1].map((share) => (
        <polygon key={share} className={styles.web} points={outline(share)} />
      ))}
      {values.map(({ name }, index) => {
        const [x, y] = point(index, count, 1);
        return <line key={name} className={styles.web} x1={centre} y1={centre} x2={x} y2={y} />;
      })}
      <polygon className={styles.shape} points={shape} />
      {values.map(({ name, value }, index) => {
        const [x, y] = point(index, count, 0.06 + 0.94 * value);
        return <circle key={name} className={styles.dot} cx={x} cy={y} r="3.5" />;
      })}
      {values.map(({ name }, index) => {
        const [x, y] = point(index, count, 1.16);
        const anchor = Math.abs(x - centre) < 12 ? "middle" : x > centre ? "start" : "end";
        return (
          <text key={name} x={x} y={y + 4} textAnchor={anchor} className={styles.name}>
            {name}
          </text>
        );
      })}
    </svg>
  );
}
