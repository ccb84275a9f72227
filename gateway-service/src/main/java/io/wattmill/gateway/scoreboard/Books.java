// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Billing's counters: what they say since the ledger began, and their rates over a window. */
final class Books {

    static final String UNHEARD = "billing's counters have not been heard yet";
    static final String ONE_SAMPLE = "a rate needs two readings of billing's counters";
    private static final String LEDGER = "ledger, settled requests";

    private final Optional<History.Sample<UsageCounters>> newest;
    private final Optional<History.Pair<UsageCounters>> pair;
    private final long nowUs;

    Books(History<UsageCounters> history, long windowUs, long nowUs) {
        this.newest = history.newest();
        this.pair = history.pair(windowUs);
        this.nowUs = nowUs;
    }

    Optional<UsageCounters> counters() {
        return newest.map(History.Sample::value);
    }

    List<UsageRow> models() {
        return counters().map(UsageCounters::getByModelList).orElse(List.of());
    }

    List<UsageRow> projects() {
        return counters().map(UsageCounters::getByProjectList).orElse(List.of());
    }

    private OptionalLong ageMs() {
        return newest.map(sample -> OptionalLong.of((nowUs - sample.atUs()) / 1_000))
                .orElseGet(OptionalLong::empty);
    }

    /** Since the ledger began. */
    Figure.Basis total() {
        return new Figure.Basis("ledger, since it began", Trust.MEASURED, ageMs());
    }

    /** Over the window. */
    Figure.Basis window() {
        String length = pair.map(p -> ", last " + p.lengthUs() / 1_000_000 + " s").orElse("");
        return new Figure.Basis(LEDGER + length, Trust.MEASURED, ageMs());
    }

    String whyNoRate() {
        return newest.isPresent() ? ONE_SAMPLE : UNHEARD;
    }

    /** Growth over the window. */
    Optional<Long> growth(ToLongFunction<UsageCounters> what) {
        return pair.map(p -> what.applyAsLong(p.to().value()) - what.applyAsLong(p.from().value()));
    }

    /** Growth per second over the window. */
    Optional<BigDecimal> perSecond(ToLongFunction<UsageCounters> what) {
        return growth(what)
                .flatMap(
                        grown ->
                                Figure.ratio(
                                        BigDecimal.valueOf(grown).scaleByPowerOfTen(6),
                                        BigDecimal.valueOf(pair.orElseThrow().lengthUs())));
    }

    /** As {@link #perSecond}, of one row; a row that was not there began at nothing. */
    Optional<BigDecimal> perSecond(
            String name,
            Function<UsageCounters, List<UsageRow>> rows,
            ToLongFunction<UsageRow> what) {
        return perSecond(
                counters ->
                        rows.apply(counters).stream()
                                .filter(row -> row.getName().equals(name))
                                .mapToLong(what)
                                .sum());
    }

    static long output(UsageCounters counters) {
        return sum(counters.getByModelList(), row -> row.getTokens().getOutput());
    }

    static long waste(UsageCounters counters) {
        return sum(counters.getByModelList(), UsageRow::getWasteTokens);
    }

    static long sum(List<UsageRow> rows, ToLongFunction<UsageRow> what) {
        return rows.stream().mapToLong(what).sum();
    }

    /** Tokens that were paid for, of every kind. */
    static long tokens(UsageRow row) {
        TokenVector tokens = row.getTokens();
        return tokens.getInputUncached()
                + tokens.getCacheRead()
                + tokens.getCacheWrite()
                + tokens.getOutput();
    }

    /** Nano over tokens, times 1e6 tokens over 1e9 nano. */
    static Optional<BigDecimal> perMtok(long nano, List<UsageRow> rows) {
        return Figure.ratio(
                BigDecimal.valueOf(nano, 3), BigDecimal.valueOf(sum(rows, Books::tokens)));
    }
}
