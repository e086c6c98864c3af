/** What the moderators' pages use of Preact and htm. */

export interface VNode {
  readonly type: unknown;
  readonly key: unknown;
}

export type Child = VNode | string | number | boolean | null | undefined | Child[];
export type Ref<T> = { current: T | null };
type Key = string | number;

export abstract class Component<P = {}, S = {}> {
  constructor(props: P);
  readonly props: Readonly<P>;
  state: Readonly<S>;
  setState(changes: Partial<S> | ((before: Readonly<S>, props: Readonly<P>) => Partial<S> | null), then?: () => void): void;
  forceUpdate(then?: () => void): void;
  shouldComponentUpdate?(props: Readonly<P>, state: Readonly<S>): boolean;
  componentDidMount?(): void;
  getSnapshotBeforeUpdate?(before: Readonly<P>, state: Readonly<S>): unknown;
  componentDidUpdate?(before: Readonly<P>, state: Readonly<S>, snapshot: any): void;
  componentWillUnmount?(): void;
  abstract render(props: Readonly<P>, state: Readonly<S>): Child;
}

/**
 * A component by its properties, which are checked; those in an `html` template are not, since a template has no types.
 * A `ref` is one of them: only elements have refs of their own.
 */
export function h<P>(type: (props: P) => Child, props: NoInfer<P> & { key?: Key }): VNode;
export function h<P>(type: new (props: P) => Component<P, any>, props: NoInfer<P> & { key?: Key }): VNode;

/** Elements. A value in the place of text is text, whatever it contains. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): VNode;

/** Shows `child` in `parent` instead of what was rendered there before; all of it is there on return. */
export function render(child: Child, parent: Element): void;

export const Fragment: (props: { children?: Child }) => Child;
export function createRef<T>(): Ref<T>;

type Effect = () => void | (() => void);
export function useState<S>(first: S | (() => S)): [S, (next: S | ((before: S) => S)) => void];
export function useRef<T>(first: T): { current: T };
export function useMemo<T>(make: () => T, inputs: readonly unknown[]): T;
/** After the browser has painted. */
export function useEffect(effect: Effect, inputs?: readonly unknown[]): void;
/** When the elements are there, and before the browser paints. */
export function useLayoutEffect(effect: Effect, inputs?: readonly unknown[]): void;
