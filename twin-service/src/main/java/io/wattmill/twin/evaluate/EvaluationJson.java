// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.router.placement.PlacementMode;

import java.util.Locale;
import java.util.stream.Collectors;

/** A report as JSON; docs/ROUTING.md has its fields. */
public final class EvaluationJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double NANOS_PER_MS = 1e6;

    private EvaluationJson() {}

    /**
     * The document.
     *
     * @param version of the program
     */
    public static String of(EvaluationReport report, String version) {
        ObjectNode root = JSON.createObjectNode();
        root.put("trace", report.trace());
        root.put("load", report.load());
        capacity(root.putObject("capacity"), report.capacity());
        conditions(root.putObject("conditions"), report, version);
        var policies = root.putArray("policies");
        report.policies().forEach(policy -> policy(policies.addObject(), policy));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of figures is JSON", e);
        }
    }

    private static void capacity(ObjectNode to, Capacity capacity) {
        to.put("requests_per_s", capacity.requestsPerSecond());
        to.put("speed", capacity.speed());
        to.put("goodput", capacity.goodput());
        to.put(
                "reference",
                capacity.reference().stream()
                        .map(PlacementMode::label)
                        .collect(Collectors.joining()));
    }

    private static void conditions(ObjectNode to, EvaluationReport report, String version) {
        Question question = report.question();
        to.put("version", version);
        to.put("model", question.fleet().model());
        to.put("fleet", question.fleet().words());
        to.put("slo_ttft_ms", question.slo().ttftNanos() / NANOS_PER_MS);
        to.put("slo_tpot_ms", question.slo().tpotNanos() / NANOS_PER_MS);
        var seeds = to.putArray("seeds");
        question.seeds().forEach(seeds::add);
        to.put("requests_per_seed", report.requests());
        to.put("answers", question.answers().name().toLowerCase(Locale.ROOT));
        to.put("window_s", report.windowSeconds());
        to.put("idle_watts_h100", question.watts().idleH100());
        to.put("host_watts_per_gpu", question.watts().hostPerGpu());
        to.put("usd_per_kwh", question.prices().perKilowattHour());
        to.put("usd_per_gpu_hour", question.prices().perGpuHour());
        to.put(
                "capacity_is",
                "the highest request rate at which 95 % of the answers are good under the best"
                    + " baseline; good: TTFT within the SLO or twice that of an unloaded engine,"
                    + " TPOT within the SLO");
    }

    private static void policy(ObjectNode to, PolicyFigures figures) {
        to.put("policy", figures.policy().label());
        to.put("goodput", figures.goodput());
        percentiles(to.putObject("ttft_ms"), figures.ttftMs());
        percentiles(to.putObject("tpot_ms"), figures.tpotMs());
        to.put("prefix_hit_share", figures.prefixHitShare());
        to.put("joules_per_output_token", figures.joulesPerOutputToken());
        to.put("joules_per_output_token_with_host", figures.joulesWithHost());
        var others = to.putArray("joules_per_output_token_under");
        for (int i = 0; i < Watts.OTHERS.size(); i++) {
            others.addObject()
                    .put("idle_watts_h100", Watts.OTHERS.get(i).idleH100())
                    .put("host_watts_per_gpu", Watts.OTHERS.get(i).hostPerGpu())
                    .put("joules_per_output_token", figures.joulesUnder().get(i));
        }
        to.put("usd_per_mtok", figures.usdPerMtok());
        to.put("imbalance", figures.imbalance());
        ObjectNode decision = to.putObject("decision_us");
        decision.put("p50", figures.decisionUs().p50());
        decision.put("p99", figures.decisionUs().p99());
        var seeds = to.putArray("seeds");
        for (PolicyFigures.OfSeed one : figures.bySeed()) {
            seeds.addObject()
                    .put("seed", one.seed())
                    .put("goodput", one.goodput())
                    .put("joules_per_output_token", one.joulesPerOutputToken());
        }
    }

    private static void percentiles(ObjectNode to, Percentiles of) {
        to.put("p50", of.p50()).put("p90", of.p90()).put("p99", of.p99());
    }
}
