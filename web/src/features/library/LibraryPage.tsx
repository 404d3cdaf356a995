import { useEffect, useRef } from "react";
import { NavLink, useParams } from "react-router";
import { useTranslation } from "../../app/i18n/i18n";
import { Page } from "../../ui/Page";
import { AlbumsView } from "./AlbumsView";
import { ArtistsView } from "./ArtistsView";
import { GenresView } from "./GenresView";
import styles from "./Library.module.css";
import { RecentView } from "./RecentView";
import { TracksView } from "./TracksView";
import { YearsView } from "./YearsView";

const views = { tracks: TracksView, albums: AlbumsView, artists: ArtistsView, genres: GenresView, years: YearsView, recent: RecentView } as const;
type View = keyof typeof views;

const isView = (name: string | undefined): name is View => name !== undefined && name in views;

export default function LibraryPage() {
  const { t } = useTranslation();
  const { view: named } = useParams();
  const view = isView(named) ? named : "tracks";
  const Shown = views[view];
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    tabs.current?.querySelector(".active")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [view]);
  return (
    <Page title={t("library.title")}>
      <nav ref={tabs} className={styles.views} aria-label={t("library.views")}>
        {(Object.keys(views) as View[]).map((name) => (
          <NavLink key={name} to={name === "tracks" ? "/library" : `/library/${name}`} end className={styles.view}>
            {t(`library.${name}`)}
          </NavLink>
        ))}
      </nav>
      <Shown />
    </Page>
  );
}
