import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { keys } from "../../api/keys";
import type { ExperimentsDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/States";
import { notify } from "../../ui/toasts";
import styles from "./Admin.module.css";
import { admin } from "./endpoints";
import { ExperimentCard, weightsText } from "./ExperimentCard";
import { NewExperiment } from "./NewExperiment";
import { Fetched } from "./parts";
import { useSay } from "./texts";

export function ExperimentsView() {
  const query = useQuery({ queryKey: keys.experiments, queryFn: admin.experiments, staleTime: 10_000 });
  return <Fetched query={query}>{(data) => <Experiments data={data} onChanged={() => void query.refetch()} />}</Fetched>;
}

function Experiments({ data, onChanged }: { data: ExperimentsDto; onChanged: () => void }) {
  const say = useSay();
  const { t, language } = useTranslation();
  const [isNew, setNew] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setNew(false);
    // The button comes back with the next frame.
    requestAnimationFrame(() => opener.current?.focus());
  };
  const add = (
    <Button ref={opener} look="primary" icon={<Plus size={17} />} data-testid="new-experiment" onClick={() => setNew(true)}>
      {say("newExperiment")}
    </Button>
  );
  const left = weightsText(t, language, data.weights);
  return (
    <>
      {isNew ? (
        <NewExperiment
          takenKeys={data.items.map((one) => one.key)}
          onClose={close}
          onCreated={(key) => {
            close();
            onChanged();
            notify(say("created", { key }));
          }}
        />
      ) : (
        data.items.length > 0 && <div className={styles.tools}>{add}</div>
      )}
      {left && (
        <p className={styles.left}>
          <b>{say("everybody")}:</b> {left}
        </p>
      )}
      {data.items.length === 0 && !isNew && (
        <EmptyState title={say("noExperiments")} hint={say("noExperimentsHint")}>
          {add}
        </EmptyState>
      )}
      {data.items.map((one) => (
        <ExperimentCard key={one.key} experiment={one} onChanged={onChanged} />
      ))}
    </>
  );
}
