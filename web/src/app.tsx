import { Route, Switch } from 'wouter-preact';
import { AskView } from './ask/ask-view.tsx';
import { Missing } from './shell/missing.tsx';
import { Shell } from './shell/shell.tsx';
import { lazyView } from './states/lazy-view.tsx';

const CorpusView = lazyView(() => import('./corpus/corpus-view.tsx'));
const SystemView = lazyView(() => import('./system/system-view.tsx'));

/** The routes. Only asking is loaded at once. */
export function App() {
  return (
    <Shell>
      <Switch>
        <Route path="/">
          <AskView id={null} />
        </Route>
        <Route path="/c/:id">{({ id }) => <AskView id={id} />}</Route>
        <Route path="/corpus/:id?">
          <CorpusView />
        </Route>
        <Route path="/system">
          <SystemView />
        </Route>
        <Route>
          <Missing />
        </Route>
      </Switch>
    </Shell>
  );
}
