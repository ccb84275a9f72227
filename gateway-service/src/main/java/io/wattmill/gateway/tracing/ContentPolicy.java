// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

/** Whether spans tell what was said. */
public enum ContentPolicy {
    /** Never. */
    OFF,
    /** The site wants it; keys that ask for no log are left out. */
    OPT_IN
}
