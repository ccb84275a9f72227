// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.prediction.OutputLengths;

import java.util.Optional;

/** What news of an attempt in flight mean to the books, to the fleet, and to what is learned. */
final class Hearing {
    private final Fleet fleet;
    private final WorkBook work;
    private final OutputLengths lengths;
    private final RegretBook regrets;

    Hearing(Fleet fleet, WorkBook work, OutputLengths lengths, RegretBook regrets) {
        this.fleet = fleet;
        this.work = work;
        this.lengths = lengths;
        this.regrets = regrets;
    }

    /** What it teaches about a prediction, if anything. */
    Optional<Lesson> take(
            Attempt attempt,
            InFlight entry,
            EngineKey whose,
            Observed observed,
            long atUs,
            Moment now) {
        return switch (observed) {
            case Observed.Started() -> {
                entry.started(atUs);
                yield Optional.empty();
            }
            case Observed.Prefilled prefilled -> prefilled(entry, prefilled, atUs, now);
            case Observed.FirstToken() -> {
                Optional<Lesson> lesson = entry.firstToken(atUs, now.nanos());
                lesson.filter(_ -> !entry.waitedForRoom())
                        .ifPresent(
                                first ->
                                        fleet.answered(
                                                entry.engine(), entry.lateness(first.actualUs())));
                yield lesson;
            }
            case Observed.Progress(long tokens) -> {
                entry.progress(tokens, now.nanos());
                yield Optional.empty();
            }
            case Observed.Finished finished -> {
                Optional<Lesson> lesson = entry.finished(finished, atUs, now.nanos());
                lengths.observed(entry.asker(), entry.bound(), finished.outputTokens());
                entry.regret(finished, atUs).ifPresent(lost -> regrets.add(entry.mode(), lost));
                work.release(attempt, now);
                fleet.succeeded(entry.engine(), now);
                yield lesson;
            }
            case Observed.Aborted() -> {
                work.release(attempt, now);
                yield Optional.empty();
            }
            case Observed.Failed failed -> {
                work.release(attempt, now);
                if (failed.blamesTheEngine(entry.isHosted())) {
                    fleet.suspect(whose, failed.reason(), now);
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<Lesson> prefilled(
            InFlight entry, Observed.Prefilled told, long atUs, Moment now) {
        Optional<PromptLeg> prompt = entry.openPrompt();
        Optional<Lesson> lesson =
                prompt.map(leg -> leg.done(told, entry.sinceStartUs(atUs), now.nanos()));
        prompt.ifPresent(
                leg -> {
                    fleet.answered(leg.engine(), leg.lateness(entry.sinceStartUs(atUs)));
                    fleet.succeeded(leg.engine(), now);
                });
        return lesson;
    }
}
