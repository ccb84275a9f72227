// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.UUID;

/**
 * A plan as it was given.
 *
 * @param sha256 of its text, hexadecimal
 * @param createdBy who gave it
 * @param createdAtUs epoch microseconds
 */
public record PlanRecord(
        UUID id, String name, String sha256, String yaml, String createdBy, long createdAtUs) {

    /** The same without its text. */
    public PlanEntry entry() {
        return new PlanEntry(id, name, sha256, createdBy, createdAtUs);
    }
}
