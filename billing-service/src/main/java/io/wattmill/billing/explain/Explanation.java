// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.explain.RequestView.Attempt;
import io.wattmill.billing.explain.RequestView.Money;
import io.wattmill.billing.explain.RequestView.Request;
import io.wattmill.billing.explain.RequestView.Tokens;
import io.wattmill.billing.outcome.OutcomeReport;
import io.wattmill.billing.outcome.ReportedOutcome;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.price.Selection;
import io.wattmill.billing.usage.Timing;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageEvent.AttemptUsage;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.DecisionRecord.ModelTry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts a settled request into words and figures. */
public final class Explanation {

    private final SettledRequest settled;
    private final UsageEvent event;
    private final RateCardVersion card;

    private Explanation(SettledRequest settled, RateCardVersion card) {
        this.settled = settled;
        this.event = settled.event();
        this.card = card;
    }

    /**
     * Explains a request.
     *
     * @param card the version that it was rated with
     * @param decision why it went where it went; the default message when nobody told
     */
    public static RequestView of(
            SettledRequest settled, RateCardVersion card, DecisionRecord decision) {
        return new Explanation(settled, card).view(decision);
    }

    private RequestView view(DecisionRecord decision) {
        EnergyFigures energy = EnergyFigures.of(settled, card.terms().facility());
        return new RequestView(
                "wattmill.request",
                event.requestId().toString(),
                word(event.result().outcome()),
                request(decision),
                PlacementFigures.of(event, EnergyFigures.measuredDeviceUj(settled), decision),
                tokens(),
                energy.view(),
                money(energy),
                energy.carbon(),
                event.attempts().stream().map(one -> attempt(one, decision)).toList(),
                settled.reported().map(Explanation::reported).orElse(null),
                settled.block().map(Explanation::block).orElse(null));
    }

    private Request request(DecisionRecord decision) {
        String asked = decision.getAskedModel();
        UsageEvent.Work work = event.work();
        Timing timing = event.timing();
        return new Request(
                event.call().api(),
                event.call().model(),
                asked.isEmpty() || asked.equals(event.call().model()) ? null : asked,
                work.tier().isEmpty() ? "default" : work.tier(),
                event.call().stream(),
                event.owner().projectId(),
                event.owner().keyId(),
                work.agent(),
                work.sessionId(),
                work.runId(),
                work.parentId(),
                work.label(),
                event.call().responseId(),
                Quantities.instant(timing.startedAtUs()),
                Quantities.instant(timing.endedAtUs()),
                Quantities.ms(timing.endedAtUs() - timing.startedAtUs()),
                event.result().finishReason(),
                event.result().httpStatus(),
                event.result().errorCode());
    }

    private Tokens tokens() {
        var tokens = event.result().tokens();
        UsageSource source = UsageSource.forNumber(event.result().usageSource());
        return new Tokens(
                tokens.input(),
                tokens.inputUncached(),
                tokens.cacheRead(),
                tokens.cacheWrite(),
                tokens.output(),
                tokens.reasoning(),
                event.result().wasteTokens(),
                source == null ? "unknown" : word("USAGE_SOURCE_", source));
    }

    private Money money(EnergyFigures energy) {
        int version = settled.priceVersion();
        long chargedNano = settled.priceTier().isPresent() ? settled.charge().totalNano() : 0;
        long providerNano = event.attempts().stream().mapToLong(AttemptUsage::providerNano).sum();
        Optional<Long> costNano = energy.costNano().map(own -> own + providerNano);
        Optional<Long> marginNano = costNano.map(cost -> chargedNano - cost);
        return new Money(
                Quantities.money(chargedNano),
                energy.electricity(),
                energy.gpuTime(),
                isHosted() ? Quantities.money(providerNano) : null,
                costNano.map(Quantities::money).orElse(null),
                marginNano.map(Quantities::money).orElse(null),
                marginNano
                        .filter(_ -> chargedNano > 0)
                        .map(nano -> Quantities.share(nano, chargedNano))
                        .orElse(null),
                settled.currency(),
                version,
                settled.priceTier().isPresent() ? lines() : List.of(),
                settled.priceTier().isPresent()
                        ? null
                        : "unpriced: price book " + version + " has no price for this model");
    }

    private boolean isHosted() {
        return event.attempts().stream().anyMatch(attempt -> attempt.provider().isPresent());
    }

    private List<RequestView.Line> lines() {
        var tokens = event.result().tokens();
        var selection = card.select(event.call().model(), event.situation(), tokens);
        return Arrays.stream(Meter.values())
                .filter(meter -> selection.counted(meter, tokens) > 0)
                .map(meter -> line(meter, selection, selection.counted(meter, tokens)))
                .toList();
    }

    private RequestView.Line line(Meter meter, Selection selection, long counted) {
        return new RequestView.Line(
                meter.label(),
                counted,
                selection.line(meter).orElseThrow().rate().perMtok(),
                Quantities.money(settled.charge().of(meter)));
    }

    /** The model that was tried last when the attempt began. */
    private String model(AttemptUsage attempt, DecisionRecord decision) {
        return decision.getTriesList().stream()
                .filter(tried -> tried.getFirstAttempt() <= attempt.number())
                .reduce((_, later) -> later)
                .map(ModelTry::getModel)
                .orElse(event.call().model());
    }

    private Attempt attempt(AttemptUsage attempt, DecisionRecord decision) {
        Timing timing = attempt.timing();
        return new Attempt(
                attempt.number(),
                model(attempt, decision),
                attempt.engine().nodeId(),
                attempt.engine().engineId(),
                attempt.engineKind(),
                Quantities.instant(timing.startedAtUs()),
                Quantities.ms(timing.endedAtUs() - timing.startedAtUs()),
                word(attempt.outcome()),
                attempt.tokens().output(),
                attempt.wasteTokens(),
                attempt.error().isEmpty() ? null : attempt.error());
    }

    private static RequestView.Block block(SealedIn block) {
        return new RequestView.Block(
                block.number(), block.root().toString(), Quantities.instant(block.sealedAtUs()));
    }

    private static RequestView.Reported reported(ReportedOutcome outcome) {
        OutcomeReport report = outcome.report();
        return new RequestView.Reported(
                report.success(),
                report.score().map(Quantities::plain).orElse(null),
                report.valueNano().isPresent()
                        ? Quantities.money(report.valueNano().getAsLong())
                        : null,
                report.label().isEmpty() ? null : report.label(),
                outcome.revision(),
                Quantities.instant(outcome.reportedAtUs()));
    }

    private static String word(Outcome outcome) {
        return word("OUTCOME_", outcome);
    }

    private static String word(String prefix, Enum<?> constant) {
        return constant.name().substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}
