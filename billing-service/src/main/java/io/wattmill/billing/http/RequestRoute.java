// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import com.google.protobuf.InvalidProtocolBufferException;

import io.vertx.core.Future;
import io.wattmill.billing.explain.Explanation;
import io.wattmill.billing.explain.RequestView;
import io.wattmill.billing.explain.SettledRequest;
import io.wattmill.billing.price.PriceBook;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.query.RequestStore;
import io.wattmill.billing.query.RequestStore.Scope;
import io.wattmill.billing.query.RequestStore.Wanted;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.contract.placement.v1.DecisionRecord;

import java.util.UUID;
import java.util.regex.Pattern;

/** {@code GET /v1/requests/{id}}: a request's UUID, its response's id, or {@code last}. */
final class RequestRoute {

    private static final int RETRY_AFTER_S = 1;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final RequestStore store;
    private final Tariff tariff;

    RequestRoute(RequestStore store, Tariff tariff) {
        this.store = store;
        this.tariff = tariff;
    }

    Future<Answer> answer(Caller caller, String id) {
        Future<Answer> missing = Future.succeededFuture(Answer.notSettled(id, RETRY_AFTER_S));
        return store.find(wanted(caller, id), new Scope(caller.confinedTo()))
                .compose(found -> found.map(this::explained).orElse(missing));
    }

    /** The request that a caller means by a text. */
    static Wanted wanted(Caller caller, String id) {
        if (id.equals("last")) {
            return new RequestStore.NewestOf(caller.keyId());
        }
        return isRequestId(id)
                ? new RequestStore.ById(UUID.fromString(id))
                : new RequestStore.ByResponse(id);
    }

    static boolean isRequestId(String id) {
        return UUID_TEXT.matcher(id).matches();
    }

    private Future<Answer> explained(SettledRequest settled) {
        return tariff.bookWith(settled.priceVersion())
                .map(book -> Answer.ok(view(settled, card(book, settled))));
    }

    /** The event's foreign key promises the version. */
    private static RateCardVersion card(PriceBook book, SettledRequest settled) {
        return book.version(settled.priceVersion()).orElseGet(book::latest);
    }

    private static RequestView view(SettledRequest settled, RateCardVersion card) {
        try {
            return Explanation.of(
                    settled, card, DecisionRecord.parseFrom(settled.event().decision()));
        } catch (InvalidProtocolBufferException _) {
            // A decision that cannot be read must not hide what the request cost.
            return Explanation.of(settled, card, DecisionRecord.getDefaultInstance());
        }
    }
}
