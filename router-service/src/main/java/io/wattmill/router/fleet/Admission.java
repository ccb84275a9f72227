// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/** Whether an engine that takes work should get one more request now. Best first. */
public enum Admission {
    /** As any other. */
    OPEN,
    /** It came lately and has its share; only if no other can. */
    WARMING,
    /** It is ejected; only if all others are, too. */
    EJECTED
}
