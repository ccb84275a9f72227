// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.verify.CheckResult;
import io.wattmill.billing.verify.Progress;
import io.wattmill.billing.verify.Verification;
import io.wattmill.billing.verify.VerifyJob;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET /billing/verify}: whether the books hold. Admins only. It reads everything, so it runs
 * in the background: an answer that takes longer than one may wait is 202, says how far the run is,
 * and {@code ?run=} asks for its verdict.
 */
final class VerifyRoute implements Routes {

    private static final int ACCEPTED = 202;
    private static final String RUN = "run";

    /** The answer. {@code asOfUs}: what was booked later was not looked at. */
    record Verdict(boolean ok, List<CheckResult> checks, long run, long asOfUs) {}

    /** The answer while it is not known. */
    record Running(long run, long asOfUs, @Nullable Progress progress) {}

    private final VerifyJob job;
    private final Duration wait;

    VerifyRoute(VerifyJob job, Duration wait) {
        this.job = job;
        this.wait = wait;
    }

    @Override
    public void enter(RouteTable table) {
        table.get(RouteTable.Access.ADMIN, "/billing/verify", this::answer);
    }

    private Future<Answer> answer(Asked asked) {
        String run = asked.query().get(RUN);
        return run == null
                ? verdict(job.join())
                : job.find(id(run)).map(this::verdict).orElseGet(() -> gone(run));
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new Wrong(RUN, "'" + text + "' is no run: it is a number that a 202 gave.");
        }
    }

    private static Future<Answer> gone(String run) {
        return Future.succeededFuture(
                Answer.notFound(
                        RUN,
                        "Run "
                                + run
                                + " is not known any more: another one began after it, or billing"
                                + " did. Ask without 'run'."));
    }

    private Future<Answer> verdict(Verification run) {
        return run.checks()
                .timeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                .map(checks -> verdict(run, checks))
                .recover(
                        cause ->
                                cause instanceof TimeoutException
                                        ? Future.succeededFuture(running(run))
                                        : Future.failedFuture(cause));
    }

    private static Answer verdict(Verification run, List<CheckResult> checks) {
        boolean ok = checks.stream().allMatch(CheckResult::ok);
        return Answer.ok(new Verdict(ok, checks, run.id(), run.startedAtUs()));
    }

    private Answer running(Verification run) {
        return new Answer(
                ACCEPTED,
                new Running(run.id(), run.startedAtUs(), job.progress().orElse(null)),
                Optional.of(1));
    }
}
