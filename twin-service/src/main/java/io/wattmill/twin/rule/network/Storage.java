// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.network;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.plan.serving.Workload.Synthetic;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.model.ServedModel;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What engines read from storage: weights when they start, and prompts that were computed before.
 */
final class Storage {
    private static final long LOAD_SECONDS = 900;
    private static final double RESTART_SHARE = 0.1;
    private static final double SHARE_OF_TTFT = 0.2;
    private static final double BITS = 8;
    private static final double SECONDS_PER_HOUR = 3_600;

    private Storage() {}

    static Stream<Rule> rules() {
        return Stream.of(LOADING, RESTART, KV_FETCH, KV_RATE);
    }

    private static final Rule LOADING =
            new StatedRule(
                    "network.storage.load",
                    "All engines have their weights from storage within 15 minutes.",
                    "weights of all engines / storage bandwidth; house bound after an outage",
                    plan -> each(plan, served -> Stream.of(loading(plan, served))));

    private static final Rule RESTART =
            new StatedRule(
                    "network.storage.restart",
                    "An engine that lost a GPU reads its weights again in a tenth of the time that"
                            + " the promised availability leaves.",
                    "weights / slower of storage and NICs <= 10 % x (1 - availability) x MTBF of"
                            + " an engine's GPUs; house bound: repairs and warm-up need the rest",
                    plan ->
                            plan.place().availability().isEmpty()
                                    ? Stream.empty()
                                    : each(plan, served -> Stream.of(restart(plan, served))));

    private static final Rule KV_FETCH =
            new StatedRule(
                    "network.storage.kv-fetch",
                    "The cached part of a prompt comes from storage in a fifth of the time to first"
                            + " token.",
                    "prefix-cache-hit x KV bytes of the prompt / slower of storage and NICs",
                    plan -> offloaded(plan, served -> Stream.of(fetch(plan, served))));

    private static final Rule KV_RATE =
            new StatedRule(
                    "network.storage.kv-rate",
                    "Storage reads what the cached parts of all prompts of a deployment come to.",
                    "requests/s x prefix-cache-hit x KV bytes of the prompt / storage bandwidth",
                    plan -> offloaded(plan, served -> Stream.of(rate(plan, served))));

    /** Of each deployment, where the plan says what storage reads; else that it cannot say. */
    private static Stream<Finding> each(
            FacilityPlan plan, Function<ServedModel, Stream<Finding>> findings) {
        return ServedModel.each(
                plan,
                served ->
                        plan.building().network().storageGBps().stated()
                                ? findings.apply(served)
                                : Stream.of(noStorage(served)));
    }

    private static Finding noStorage(ServedModel served) {
        return About.of(served.deployment().id())
                .unknown("what storage reads is not given", "give network.storage-gb-per-s");
    }

    private static Stream<Finding> offloaded(
            FacilityPlan plan, Function<ServedModel, Stream<Finding>> findings) {
        return each(
                plan,
                served ->
                        switch (served.deployment().serving().settings().kvOffload().value()) {
                            case NONE -> Stream.empty();
                            case STORAGE ->
                                    hit(served) > 0
                                            ? findings.apply(served)
                                            : Stream.of(noHits(served));
                        });
    }

    private static Finding noHits(ServedModel served) {
        return About.of(served.deployment().id())
                .unknown(
                        "KV cache goes to storage, and how much of prompts comes back is not given",
                        "give serving.prefix-cache-hit");
    }

    private static double hit(ServedModel served) {
        return served.deployment().serving().settings().prefixCacheHit().value();
    }

    private static double storage(FacilityPlan plan) {
        return plan.building().network().storageGBps().value() * 1e9;
    }

    /** Bytes per second into one engine that nobody else takes from. */
    private static double intoEngine(FacilityPlan plan, ServedModel served) {
        double nics = served.gpus() * served.node().links().nicGbps().value() * 1e9 / BITS;
        return Math.min(storage(plan), nics);
    }

    private static Finding loading(FacilityPlan plan, ServedModel served) {
        long engines = served.engines(plan);
        double seconds = engines * served.model().weightBytes() / storage(plan);
        return About.of(served.deployment().id())
                .with("weights", served.model().weightBytes(), Unit.BYTE)
                .with("engines", engines, Unit.ENGINE)
                .advised(
                        Math.round(seconds),
                        LOAD_SECONDS,
                        Unit.SECOND,
                        "{value} until all engines have their weights, {limit} is the bound",
                        "weights on local disks, or faster storage");
    }

    private static Finding restart(FacilityPlan plan, ServedModel served) {
        double target = plan.place().availability().orElse(0.0);
        double mtbf = plan.upkeep().failure(Part.GPU).mtbfHours().value() / served.gpus();
        double limit = RESTART_SHARE * (1 - target) * mtbf * SECONDS_PER_HOUR;
        double seconds = served.model().weightBytes() / intoEngine(plan, served);
        return About.of(served.deployment().id())
                .with("weights", served.model().weightBytes(), Unit.BYTE)
                .with("an engine loses a GPU every", Math.round(mtbf), Unit.HOUR)
                .with("promised", Math.round(1e6 * target), Unit.PPM)
                .atMost(
                        (long) Math.ceil(seconds),
                        (long) limit,
                        Unit.SECOND,
                        "{value} for the weights of an engine after a failure, {limit} are left",
                        "faster storage, weights on local disks, or engines of fewer GPUs");
    }

    private static double cachedBytes(ServedModel served) {
        return hit(served) * served.deployment().inputTokens() * served.model().kvBytesPerToken();
    }

    private static Finding fetch(FacilityPlan plan, ServedModel served) {
        double bytes = cachedBytes(served);
        double limit = SHARE_OF_TTFT * served.deployment().objective().ttftMs().value();
        return About.of(served.deployment().id())
                .with("cached KV of a prompt", Math.round(bytes), Unit.BYTE)
                .advised(
                        (long) Math.ceil(1e3 * bytes / intoEngine(plan, served)),
                        Math.round(limit),
                        Unit.MILLISECOND,
                        "{value} for the cached KV of a prompt, {limit} is the bound",
                        "faster storage, 8-bit KV, or KV in the memory of hosts");
    }

    private static Finding rate(FacilityPlan plan, ServedModel served) {
        var about = About.of(served.deployment().id());
        double requests =
                plan.workloads().stream()
                        .filter(load -> load.model().equals(served.deployment().id()))
                        .map(Workload::source)
                        .filter(Synthetic.class::isInstance)
                        .mapToDouble(source -> ((Synthetic) source).requestsPerSecond())
                        .sum();
        return requests == 0
                ? about.unknown(
                        "no load in requests per second is given",
                        "give a workload of " + served.deployment().id() + " with requests-per-s")
                : about.with("cached KV of a prompt", Math.round(cachedBytes(served)), Unit.BYTE)
                        .atMost(
                                megabits(requests * cachedBytes(served)),
                                megabits(storage(plan)),
                                Unit.MBIT_PER_S,
                                "{value} of KV cache from storage that reads {limit}",
                                "storage of {value}, 8-bit KV, or KV in the memory of hosts");
    }

    private static long megabits(double bytesPerSecond) {
        return Math.round(bytesPerSecond * BITS / 1e6);
    }
}
