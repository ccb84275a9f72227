// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.LoadProfile;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one deployment comes to.
 *
 * @param id its name in the plan
 * @param fleet what it runs on
 * @param latency of completed requests
 * @param rates in the steady part of the run
 * @param energy of its GPUs
 * @param attainment share of the requests that met every objective, 0 to 1
 * @param objectives how far each of them is met, in the plan's order
 * @param usage of its GPUs
 * @param steady the part of the first seed's run that rates, energy and usage are of
 * @param profile of its GPUs, of the first seed
 * @param bottleneck what binds
 * @param pareto throughput against interactivity
 * @param report of the first seed: the table of a replay
 * @param workloads each of several that share its engines; empty where one has them alone
 */
public record DeploymentRun(
        String id,
        FleetFacts fleet,
        Latency latency,
        Rates rates,
        Energy energy,
        Figure attainment,
        List<ObjectiveAttainment> objectives,
        GpuUsage usage,
        SteadyState steady,
        LoadProfile profile,
        Bottleneck bottleneck,
        List<ParetoPoint> pareto,
        RunReport report,
        List<WorkloadRun> workloads) {
    /** Copies its lists. */
    public DeploymentRun {
        objectives = List.copyOf(objectives);
        pareto = List.copyOf(pareto);
        workloads = List.copyOf(workloads);
    }

    /**
     * What becomes of one of several workloads on the same engines.
     *
     * @param workload its name
     * @param latency of its completed requests
     * @param rates of its requests, in the steady part of the run
     * @param attainment share of its requests that met every objective of the deployment, 0 to 1
     */
    public record WorkloadRun(String workload, Latency latency, Rates rates, Figure attainment) {}

    /** The objective that is missed by most, or met by least. */
    public Optional<ObjectiveAttainment> tightest() {
        return objectives.stream().min(Comparator.comparingDouble(ObjectiveAttainment::margin));
    }

    /** The margin of that objective; 0 without any. */
    public double margin() {
        return tightest().map(ObjectiveAttainment::margin).orElse(0.0);
    }

    /**
     * What it runs on.
     *
     * @param model architecture
     * @param gpu type
     * @param engines how many
     * @param gpus on all of them
     * @param meanBatch decoding sequences while engines work
     * @param preemptions sequences that lost their KV cache, in all seeds
     * @param prefixHits share of prompt tokens found cached
     */
    public record FleetFacts(
            String model,
            String gpu,
            int engines,
            int gpus,
            Figure meanBatch,
            long preemptions,
            Figure prefixHits) {}

    /** Latencies in microseconds. */
    public record Latency(Quantiles ttft, Quantiles tpot, Quantiles e2e) {}

    /** Of a distribution. */
    public record Quantiles(Figure p50, Figure p90, Figure p99) {}

    /**
     * Rates per second.
     *
     * @param requests that ended
     * @param good that met every objective
     * @param inputTokens of prompts that were read
     * @param outputTokens that were written
     */
    public record Rates(Figure requests, Figure good, Figure inputTokens, Figure outputTokens) {}

    /**
     * Energy.
     *
     * @param gpuWatts mean
     * @param gpuJoulesPerOutputToken idle time included
     * @param hostWatts mean of the hosts' share that its engines stand for
     * @param joulesPerOutputToken GPUs and hosts
     */
    public record Energy(
            Figure gpuWatts,
            Figure gpuJoulesPerOutputToken,
            Figure hostWatts,
            Figure joulesPerOutputToken) {}

    /**
     * One point of throughput against interactivity: so many users on each engine who ask again as
     * soon as they have their answer, at the planned lengths.
     *
     * @param usersPerEngine how many
     * @param tokensPerSecondPerUser after the first token
     * @param outputTokensPerSecondPerGpu while all are served
     * @param outputTokensPerSecondPerMegawatt of the GPUs' mean power
     * @param p50TtftUs time to the first token
     */
    public record ParetoPoint(
            int usersPerEngine,
            Figure tokensPerSecondPerUser,
            Figure outputTokensPerSecondPerGpu,
            Figure outputTokensPerSecondPerMegawatt,
            Figure p50TtftUs) {}
}
