// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.UUID;

/**
 * A plan on record, without its text.
 *
 * @param sha256 of its text, hexadecimal
 * @param createdBy who gave it
 * @param createdAtUs epoch microseconds
 */
public record PlanEntry(UUID id, String name, String sha256, String createdBy, long createdAtUs) {}
