// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/** A counter of a node: one of its devices, or the host itself. */
public record SourceKey(String id, boolean host) {

    /** A device. */
    public static SourceKey device(String id) {
        return new SourceKey(id, false);
    }

    /** A host meter. */
    public static SourceKey host(String id) {
        return new SourceKey(id, true);
    }
}
