// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A run as it is on record, without its answer.
 *
 * @param planSha256 of the plan's text
 * @param version of the code that runs it
 * @param progressPpm of its requests, in millionths
 * @param startedAtUs epoch microseconds
 * @param summary figures by which runs are compared; empty until it is done
 * @param facts what is known without the answer; {@link RunFacts#NONE} until it is done
 * @param error why it failed
 */
public record RunRecord(
        UUID id,
        UUID planId,
        String plan,
        String planSha256,
        RunAsked asked,
        String version,
        RunState state,
        int progressPpm,
        String requestedBy,
        long createdAtUs,
        OptionalLong startedAtUs,
        OptionalLong endedAtUs,
        SortedMap<String, Double> summary,
        RunFacts facts,
        Optional<String> error) {}
