// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.verify.BooksCheck;
import io.wattmill.billing.verify.CheckResult;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code GET /billing/verify}: whether the books hold. Admins only, one at a time: it reads
 * everything.
 */
final class VerifyRoute implements Routes {

    /** The answer. */
    record Verdict(boolean ok, List<CheckResult> checks) {}

    private final BooksCheck check;
    private final AtomicBoolean running = new AtomicBoolean();

    VerifyRoute(BooksCheck check) {
        this.check = check;
    }

    @Override
    public void enter(RouteTable table) {
        table.get(RouteTable.Access.ADMIN, "/billing/verify", _ -> answer());
    }

    private Future<Answer> answer() {
        if (!running.compareAndSet(false, true)) {
            return Future.succeededFuture(
                    Answer.unavailable(
                            "The books are being verified already; ask again.",
                            "verify_in_progress"));
        }
        return check.run()
                .onComplete(_ -> running.set(false))
                .map(
                        results ->
                                Answer.ok(
                                        new Verdict(
                                                results.stream().allMatch(CheckResult::ok),
                                                results)));
    }
}
