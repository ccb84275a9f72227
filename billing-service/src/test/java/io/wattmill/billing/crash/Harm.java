// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

/** Does harm under load, and mends what has no life of its own. */
@FunctionalInterface
interface Harm {

    /** Returns a note on what happened, when all is acknowledged. */
    String to(Scene scene) throws Exception;
}
