// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.replay.report.RunReport.EnergySum;
import io.wattmill.twin.replay.report.RunReport.ErrorCount;

/**
 * A report as JSON: {@code run, requests, tokens, throughput, latency, goodput, energy?, cost?,
 * errors[], remarks}. Durations are {@code _us}, energy {@code _uj}, money a decimal with its
 * currency. Parts without figures are absent.
 */
public final class ReportJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private ReportJson() {}

    /** The report, indented, in UTF-8, with a line feed at its end. */
    public static byte[] bytes(RunReport report) {
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(report));
            return (text + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and text is always JSON", e);
        }
    }

    private static ObjectNode tree(RunReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        run(root.putObject("run"), report);
        requests(root.putObject("requests"), report.requests());
        root.putObject("tokens")
                .put("input", report.tokens().input())
                .put("cached_input", report.tokens().cachedInput())
                .put("output", report.tokens().output());
        throughput(root.putObject("throughput"), report);
        latency(root.putObject("latency"), report.latency());
        goodput(root.putObject("goodput"), report);
        report.energy().ifPresent(energy -> energy(root.putObject("energy"), energy));
        report.cost().ifPresent(cost -> cost(root.putObject("cost"), cost, report));
        report.errors().forEach(error -> error(root.withArray("errors").addObject(), error));
        report.remarks()
                .forEach((remark, count) -> root.withObject("/remarks").put(remark.label(), count));
        return root;
    }

    private static void run(ObjectNode node, RunReport report) {
        node.put("kind", report.label().kind())
                .put("trace", report.label().trace())
                .put("model", report.label().model())
                .put("target", report.label().target())
                .put("speed", report.label().speed())
                .put("duration_us", report.durationUs());
    }

    private static void requests(ObjectNode node, RunReport.Requests requests) {
        node.put("scheduled", requests.scheduled())
                .put("completed", requests.completed())
                .put("failed", requests.failed())
                .put("client_limited", requests.clientLimited());
    }

    private static void throughput(ObjectNode node, RunReport report) {
        node.put("requests_per_second", report.perSecond(report.requests().completed()))
                .put("input_tokens_per_second", report.perSecond(report.tokens().input()))
                .put("output_tokens_per_second", report.perSecond(report.tokens().output()));
    }

    private static void latency(ObjectNode node, RunReport.Latency latency) {
        summary(node.putObject("ttft"), latency.ttft());
        summary(node.putObject("tpot"), latency.tpot());
        summary(node.putObject("e2e"), latency.e2e());
        summary(node.putObject("send_lag"), latency.sendLag());
    }

    private static void summary(ObjectNode node, LatencySummary summary) {
        node.put("count", summary.count())
                .put("mean_us", summary.meanUs())
                .put("p50_us", summary.p50Us())
                .put("p90_us", summary.p90Us())
                .put("p99_us", summary.p99Us())
                .put("max_us", summary.maxUs());
    }

    private static void goodput(ObjectNode node, RunReport report) {
        long e2eUs = report.goodput().slo().e2eUs();
        if (e2eUs != Slo.ANY) {
            node.put("slo_e2e_us", e2eUs);
        }
        node.put("slo_ttft_us", report.goodput().slo().ttftUs())
                .put("slo_tpot_us", report.goodput().slo().tpotUs())
                .put("requests", report.goodput().met())
                .put("share", report.goodShare())
                .put("requests_per_second", report.perSecond(report.goodput().met()));
    }

    private static void energy(ObjectNode node, EnergySum energy) {
        node.put("energy_uj", energy.microjoules())
                .put("method", energy.method())
                .put("tokens_per_joule", energy.tokensPerJoule())
                .put("output_tokens_per_joule", energy.outputTokensPerJoule());
    }

    private static void cost(ObjectNode node, Money cost, RunReport report) {
        node.put("currency", cost.currency()).put("amount", cost.amount());
        report.costPerMillionTokens()
                .ifPresent(each -> node.put("per_million_tokens", each.amount()));
    }

    private static void error(ObjectNode node, ErrorCount error) {
        node.put("class", error.error().label())
                .put("count", error.count())
                .put("example", error.example());
    }
}
