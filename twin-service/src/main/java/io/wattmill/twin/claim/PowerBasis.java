// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

/** What a figure of kilowatts per GPU means. */
public enum PowerBasis {
    /** What the data centre sets aside for it, everything included. */
    PROVISIONED,
    /** What a meter read under this load. */
    MEASURED,
    /** The GPU's thermal design power. */
    TDP,
    /** What the server's or rack's plate says, divided by its GPUs. */
    NAMEPLATE
}
