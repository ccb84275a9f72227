// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.query.AccountStore;
import io.wattmill.billing.statement.AccountPlace;
import io.wattmill.billing.statement.AccountQuery;

import java.util.Set;

/** {@code GET /billing/accounts}: balances. A tenant sees its project's accounts. */
final class AccountRoute implements Routes {

    private static final Set<String> PARAMETERS =
            Set.of("ledger", "code", "owner", "project", "limit", "page");

    private final AccountStore store;
    private final int maxRows;

    AccountRoute(AccountStore store, int maxRows) {
        this.store = store;
        this.maxRows = maxRows;
    }

    @Override
    public void enter(RouteTable table) {
        table.get(Access.TENANT, "/billing/accounts", this::list);
    }

    private Future<Answer> list(Asked asked) {
        ListQuestion question = ListQuestion.of(asked, PARAMETERS);
        return store.page(
                        new AccountQuery(
                                question.accounts(),
                                question.page(AccountPlace::of, AccountPlace.START),
                                question.limit(maxRows)))
                .map(Answer::ok);
    }
}
