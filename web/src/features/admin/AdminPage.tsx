import { NavLink, Link, useParams } from "react-router";
import { useSession } from "../../api/queries";
import { Page } from "../../ui/Page";
import { EmptyState, RowSkeletons } from "../../ui/States";
import { ExperimentsView } from "./ExperimentsView";
import { ModelsView } from "./ModelsView";
import { StrategiesView } from "./StrategiesView";
import styles from "./Admin.module.css";
import { useSay } from "./texts";

const views = { models: ModelsView, strategies: StrategiesView, experiments: ExperimentsView } as const;
type View = keyof typeof views;

const isView = (name: string | undefined): name is View => name !== undefined && name in views;

/** How the engine is: its models, what comes of its strategies, what is tried out. */
export default function AdminPage() {
  const say = useSay();
  const session = useSession();
  const { view: named } = useParams();
  const view = isView(named) ? named : "models";
  const Shown = views[view];
  if (!session.data) return <Page title={say("title")}><RowSkeletons /></Page>;
  if (!session.data.isOwner)
    return (
      <Page title={say("title")}>
        <EmptyState title={say("noAccess")} hint={say("noAccessHint")}>
          <Link to="/settings/tuning" className={styles.link}>
            {say("tune")}
          </Link>
        </EmptyState>
      </Page>
    );
  return (
    <Page title={say("title")}>
      <nav className={styles.views} aria-label={say("views")}>
        {(Object.keys(views) as View[]).map((name) => (
          <NavLink key={name} to={name === "models" ? "/admin" : `/admin/${name}`} end className={styles.view}>
            {say(name)}
          </NavLink>
        ))}
      </nav>
      <Shown />
    </Page>
  );
}
