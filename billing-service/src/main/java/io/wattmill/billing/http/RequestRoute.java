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

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** {@code GET /v1/requests/{id}}: a request's UUID, its response's id, or {@code last}. */
final class RequestRoute implements Routes {

    private static final String LAST = "last";
    private static final int RETRY_AFTER_S = 1;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final RequestStore store;
    private final SettlingRequests settling;
    private final Tariff tariff;

    RequestRoute(RequestStore store, SettlingRequests settling, Tariff tariff) {
        this.store = store;
        this.settling = settling;
        this.tariff = tariff;
    }

    @Override
    public void enter(RouteTable table) {
        table.get(
                RouteTable.Access.TENANT,
                "/v1/requests/:id",
                asked -> answer(asked.caller(), asked.id()));
    }

    private Future<Answer> answer(Caller caller, String id) {
        return isLast(id) ? last(caller) : known(caller, id);
    }

    /** Never the one before: the newest is waited for, else the caller is told to ask again. */
    private Future<Answer> last(Caller caller) {
        return settling.settled(caller.newest())
                .compose(
                        settled ->
                                settled
                                        ? find(caller, LAST).compose(found -> answer(LAST, found))
                                        : Future.succeededFuture(settling(caller)));
    }

    static Answer settling(Caller caller) {
        return Answer.settling(caller.newest().map(UUID::toString).orElse(LAST), RETRY_AFTER_S);
    }

    /** What is not there may be what ended just now. */
    private Future<Answer> known(Caller caller, String id) {
        return find(caller, id)
                .compose(
                        found ->
                                found.isPresent() || caller.newest().isEmpty()
                                        ? answer(id, found)
                                        : settling.settled(caller.newest())
                                                .compose(_ -> find(caller, id))
                                                .compose(again -> answer(id, again)));
    }

    private Future<Optional<SettledRequest>> find(Caller caller, String id) {
        return store.find(wanted(caller, id), new Scope(caller.confinedTo()));
    }

    private Future<Answer> answer(String id, Optional<SettledRequest> found) {
        return found.map(this::explained)
                .orElseGet(() -> Future.succeededFuture(Answer.notSettled(id, RETRY_AFTER_S)));
    }

    /** The request that a caller means by a text. */
    static Wanted wanted(Caller caller, String id) {
        if (isLast(id)) {
            return new RequestStore.NewestOf(caller.keyId(), caller.newest());
        }
        return isRequestId(id)
                ? new RequestStore.ById(UUID.fromString(id))
                : new RequestStore.ByResponse(id);
    }

    static boolean isLast(String id) {
        return id.equals(LAST);
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
        return book.version(settled.priceVersion())
                .orElseGet(() -> book.at(settled.event().timing().startedAtUs()));
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
