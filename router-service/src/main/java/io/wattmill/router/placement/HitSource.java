// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/** Who says how much of a prompt an engine has cached. */
public enum HitSource {
    /** Nobody: somebody else runs it, and nobody here knows. */
    NOBODY,
    /** A guess by what was placed there. */
    PLACED,
    /** The engine itself, by its KV events. */
    ENGINE
}
