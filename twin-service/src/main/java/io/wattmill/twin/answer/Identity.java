// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was asked, of what: two answers with equal identities but for {@code createdAtUs} are equal.
 *
 * @param plan name of the plan
 * @param planSha256 of the plan's text, hexadecimal
 * @param workload what the plan was asked to serve; empty where nothing was simulated
 * @param version of the code
 * @param tables name and version of every table of measurements or prices that went in
 * @param currency of all money, as ISO 4217 has it
 * @param createdAtUs when, epoch microseconds
 * @param reproduce the command lines that give this answer again
 */
public record Identity(
        String plan,
        String planSha256,
        Optional<Workload> workload,
        String version,
        SortedMap<String, String> tables,
        String currency,
        long createdAtUs,
        List<String> reproduce) {

    /** Copies its collections. */
    public Identity {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        reproduce = List.copyOf(reproduce);
    }

    /**
     * The requests that were simulated.
     *
     * @param name of the trace, or how it was made up
     * @param sha256 of the trace, hexadecimal; empty where it was made up from its seed alone
     * @param seed of everything that was drawn
     * @param requests how many
     * @param durationMs from the first arrival to the last
     */
    public record Workload(String name, String sha256, long seed, long requests, long durationMs) {}
}
