// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/** What the router itself has seen of an engine, against which claims are held. */
@FunctionalInterface
public interface Witness {
    /** Has seen nothing. */
    Witness NONE = (_, _) -> false;

    /**
     * Whether requests decoded there without a pause since this moment, and one of them was just
     * seen to.
     */
    boolean sawWork(EngineKey engine, Moment since);
}
