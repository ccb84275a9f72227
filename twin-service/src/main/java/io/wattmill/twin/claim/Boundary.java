// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** Up to where joules and dollars are accounted. */
public enum Boundary {
    GPU,
    SERVER,
    IT,
    FACILITY
}
