// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.PriceTable;
import io.wattmill.gateway.meter.Situation;
import io.wattmill.gateway.meter.Tokens;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** Says what a request may take before it runs. */
public final class Estimator {

    private final Supplier<PriceTable> prices;
    private final EnergyPriors priors;
    private final long expectedOutput;

    /**
     * An estimator.
     *
     * @param prices the rate card in use
     * @param expectedOutput tokens of a choice that the caller set no bound for
     */
    public Estimator(Supplier<PriceTable> prices, EnergyPriors priors, long expectedOutput) {
        this.prices = prices;
        this.priors = priors;
        this.expectedOutput = expectedOutput;
    }

    /** What is known of where models run. */
    EnergyPriors priors() {
        return priors;
    }

    /** What {@code ask} may take, whichever of its models answers. */
    Estimate of(Ask ask, long promptTokens, long nowUs) {
        Estimate most = of(ask, ask.model(), promptTokens, nowUs);
        for (String fallback : ask.fallbacks()) {
            most = most.or(of(ask, fallback, promptTokens, nowUs));
        }
        return most;
    }

    private Estimate of(Ask ask, String model, long promptTokens, long nowUs) {
        long output = ask.maxOutputTokens().orElse(expectedOutput) * ask.sequences();
        PriceTable table = prices.get();
        Principal owner = ask.key().principal();
        Situation situation =
                new Situation(owner.getOrganizationId(), owner.getProjectId(), ask.tier(), nowUs);
        TokenVector vector =
                TokenVector.newBuilder().setInputUncached(promptTokens).setOutput(output).build();
        Metering metering =
                Metering.of(
                        new Tokens(vector, UsageSource.USAGE_SOURCE_ESTIMATED),
                        model,
                        situation,
                        table,
                        priors.of(model));
        return new Estimate(
                promptTokens,
                output,
                charge(table, model, situation, vector),
                table.currency(),
                metering.energyUj());
    }

    /** A request that has no price is charged nothing. */
    private static OptionalLong charge(
            PriceTable table, String model, Situation situation, TokenVector vector) {
        return table.version() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        table.rates(model, situation, vector.getInputUncached())
                                .chargeAtMost(vector.getInputUncached(), vector.getOutput())
                                .orElse(0));
    }
}
