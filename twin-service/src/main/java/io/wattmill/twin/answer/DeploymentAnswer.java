// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.twin.figure.Figure;

import java.util.List;

/**
 * What one deployment gives its users.
 *
 * @param name in the plan
 * @param model that is served
 * @param layout how it is spread and run, in a few words: {@code 4 × TP8, fp8, chunked prefill}
 * @param engines how many
 * @param gpus of all of them
 * @param latencies of the requests
 * @param outputTokensPerS served
 * @param goodputPerS requests per second that met every limit
 * @param sloAttainment share of requests that met every limit of every objective
 * @param objectives how far each of them is met, in the plan's order
 */
public record DeploymentAnswer(
        String name,
        String model,
        String layout,
        int engines,
        int gpus,
        List<Latency> latencies,
        Figure outputTokensPerS,
        Figure goodputPerS,
        Figure sloAttainment,
        List<ObjectiveAnswer> objectives) {

    /** Copies its lists. */
    public DeploymentAnswer {
        objectives = List.copyOf(objectives);
        latencies = List.copyOf(latencies);
    }

    /**
     * One latency over all requests.
     *
     * @param name TTFT, TPOT or E2E
     * @param p50Ms that half of the requests met
     * @param p90Ms that nine in ten met
     * @param p99Ms that ninety-nine in a hundred met
     * @param wanted what the plan wants of it, in words; empty where nothing
     */
    public record Latency(String name, Figure p50Ms, Figure p90Ms, Figure p99Ms, String wanted) {}
}
