// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

/** How often a request has asked to be let in. */
public enum Turn {
    /** Never before. */
    FIRST,
    /** It waits for billing's answer, and there is one. */
    AGAIN,
    /** It has waited as long as it may: what is not known now is a refusal. */
    LAST
}
