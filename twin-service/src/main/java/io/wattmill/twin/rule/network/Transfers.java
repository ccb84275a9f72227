// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.network;

import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.model.ServedModel;

import java.util.stream.Stream;

/** What moves over the network: KV caches and experts' tokens. */
final class Transfers {
    private static final double SHARE_OF_TTFT = 0.2;
    private static final double SHARE_OF_STEP = 0.5;
    private static final double BITS = 8;

    private Transfers() {}

    static Stream<Rule> rules() {
        return Stream.of(KV, EXPERTS);
    }

    private static final Rule KV =
            new StatedRule(
                    "network.kv-transfer",
                    "A prompt's KV cache moves between pools in a fifth of the time to first"
                            + " token.",
                    "KV bytes of the prompt / NIC bandwidth of the engine's GPUs",
                    plan -> ServedModel.each(plan, Transfers::kv));

    private static final Rule EXPERTS =
            new StatedRule(
                    "network.expert-traffic",
                    "Experts outside the scale-up domain exchange tokens in half of a step.",
                    "dispatch and combine: batch x top-k x hidden x 3 B per layer of experts",
                    plan -> ServedModel.each(plan, Transfers::experts));

    private static Stream<Finding> kv(ServedModel served) {
        var deployment = served.deployment();
        if (deployment.serving().pools().isEmpty()) {
            return Stream.empty();
        }
        double bytes =
                (double) deployment.inputTokens() * served.model().kvBytesPerToken()
                        + served.model().kvBytesPerSequence();
        double perSecond = served.gpus() * served.node().links().nicGbps().value() * 1e9 / BITS;
        double limit = SHARE_OF_TTFT * deployment.objective().ttftMs().value();
        return Stream.of(
                About.of(deployment.id())
                        .with("KV of a prompt", Math.round(bytes), Unit.BYTE)
                        .advised(
                                (long) Math.ceil(1e3 * bytes / perSecond),
                                Math.round(limit),
                                Unit.MILLISECOND,
                                "{value} for the KV cache of a prompt, {limit} is the bound",
                                "faster links, 8-bit KV, or pools in one scale-up domain"));
    }

    private static Stream<Finding> experts(ServedModel served) {
        var spread = served.deployment().parallelism();
        if (!served.model().hasExperts() || spread.expert() <= served.domainGpus()) {
            return Stream.empty();
        }
        var mixture = served.model().feedForward();
        double rows = served.deployment().serving().maxRunning() / (double) spread.expert();
        double bytes =
                rows * mixture.topK() * served.model().hidden() * 3.0 * mixture.expertLayers();
        double perSecond = served.node().links().nicGbps().value() * 1e9 / BITS;
        double limit = SHARE_OF_STEP * served.deployment().objective().tpotMs().value();
        return Stream.of(
                About.of(served.deployment().id())
                        .with("EP", spread.expert(), Unit.GPU)
                        .with("per GPU and step", Math.round(bytes), Unit.BYTE)
                        .atMost(
                                (long) Math.ceil(1e3 * bytes / perSecond),
                                Math.round(limit),
                                Unit.MILLISECOND,
                                "{value} per step over the network, {limit} is the bound",
                                "experts within one scale-up domain, or faster links"));
    }
}
