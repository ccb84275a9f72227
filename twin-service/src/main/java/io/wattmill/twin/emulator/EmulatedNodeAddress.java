// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.wattmill.router.fleet.EngineRole;

import java.net.URI;
import java.util.Map;

/**
 * Where an emulated node is, and what an agent beside it would be told about it.
 *
 * @param nodeId node name, for example {@code node-1}
 * @param zone its zone
 * @param labels its labels
 * @param engineUrl base of the vLLM-compatible API, without {@code /v1}
 * @param deviceMetricsUrl DCGM-format device metrics
 * @param gpuType catalogue name of its GPUs
 * @param gpus how many, one tensor-parallel group
 * @param maxRunning sequences that share a step of its engine
 * @param kvEventsPort where it tells of its KV cache, on the engine's host; 0 = nowhere
 * @param kvReplayPort where it tells that again
 * @param role what of a request its engine computes
 */
public record EmulatedNodeAddress(
        String nodeId,
        String zone,
        Map<String, String> labels,
        URI engineUrl,
        URI deviceMetricsUrl,
        String gpuType,
        int gpus,
        int maxRunning,
        int kvEventsPort,
        int kvReplayPort,
        EngineRole role) {}
