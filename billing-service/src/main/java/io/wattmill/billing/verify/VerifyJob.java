// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wattmill.kit.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * Verifies the books in the background, one run at a time: whoever asks joins the run that is under
 * way, and may come back for its verdict.
 */
public final class VerifyJob {

    private static final Logger LOG = LoggerFactory.getLogger(VerifyJob.class);

    private final BooksCheck check;
    private final Clock clock;
    private Optional<Verification> newest = Optional.empty();
    private volatile Optional<Progress> progress = Optional.empty();

    public VerifyJob(BooksCheck check, Clock clock) {
        this.check = check;
        this.clock = clock;
    }

    /** The run that is under way; a new one when there is none. */
    public Verification join() {
        Promise<List<CheckResult>> checks = Promise.promise();
        Verification run = joinOr(checks.future());
        if (run.checks() == checks.future()) {
            check.run(now -> progress = Optional.of(now))
                    .onFailure(cause -> LOG.atWarn().setCause(cause).log("no verdict on the books"))
                    .onComplete(checks);
        }
        return run;
    }

    private synchronized Verification joinOr(Future<List<CheckResult>> fresh) {
        Optional<Verification> under = newest.filter(run -> !run.checks().isComplete());
        Verification run = under.orElseGet(() -> begin(fresh));
        newest = Optional.of(run);
        return run;
    }

    private Verification begin(Future<List<CheckResult>> checks) {
        progress = Optional.empty();
        long nowUs = clock.nowUs();
        long after = newest.map(Verification::id).orElse(0L) + 1;
        return new Verification(Math.max(nowUs, after), nowUs, checks);
    }

    /** The newest run, if it has this id. */
    public synchronized Optional<Verification> find(long id) {
        return newest.filter(run -> run.id() == id);
    }

    /** How far the run under way is; empty before its first check. */
    public Optional<Progress> progress() {
        return progress;
    }
}
