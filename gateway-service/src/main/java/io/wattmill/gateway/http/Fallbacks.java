// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.MultiMap;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.relay.RelayConfig;
import io.wattmill.gateway.resilience.Chain;
import io.wattmill.gateway.resilience.ModelConfig;

import java.util.List;
import java.util.Optional;

/** Which models may take over a request: its caller says so, else the site does. */
final class Fallbacks {

    private static final Chain NOBODY = new Chain.Models(List.of());

    private final IngressParts parts;
    private final RelayConfig config;

    Fallbacks(IngressParts parts) {
        this.parts = parts;
        this.config = parts.relay().config();
    }

    /** The chain of one request; of a strict one, without models that are known not to take it. */
    Chain of(Inquiry inquiry) {
        Call call = inquiry.call();
        EngineRequest request = inquiry.request();
        Optional<String> wish = wish(call.request().headers());
        ModelConfig model = config.models().getOrDefault(request.model(), ModelConfig.NONE);
        if (wish.isEmpty() && model.fallback().isEmpty()) {
            return NOBODY;
        }
        Chain chain =
                Chain.of(
                        wish,
                        request.model(),
                        model.fallback(),
                        config.maxFallbacks(),
                        call.key().bounds()::mayCall);
        return switch (chain) {
            case Chain.Refused refused -> refused;
            case Chain.Models(List<String> others) -> serving(inquiry, others);
        };
    }

    /** Several lines of a header are one list. */
    private static Optional<String> wish(MultiMap headers) {
        List<String> lines = headers.getAll(Chain.HEADER);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
    }

    private Chain serving(Inquiry inquiry, List<String> others) {
        return new Chain.Models(
                others.stream()
                        .filter(
                                model ->
                                        parts.capabilities()
                                                .refusal(
                                                        inquiry.shape(),
                                                        inquiry.request().answeredBy(model),
                                                        inquiry.isStrict())
                                                .isEmpty())
                        .toList());
    }
}
