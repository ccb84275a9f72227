// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.billing.http.BillingHttp.Route;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.util.function.Function;

/** The paths below {@code /billing/prices}. */
final class PriceRoutes {

    private static final String ALL = "/billing/prices";
    private static final String ONE = ALL + "/:version";

    private final ServiceContext context;
    private final PriceRoute prices;
    private final int maxImportBytes;

    PriceRoutes(ServiceContext context, PriceRoute prices, int maxImportBytes) {
        this.context = context;
        this.prices = prices;
        this.maxImportBytes = maxImportBytes;
    }

    /** What is asked, and at what time in epoch microseconds. */
    @FunctionalInterface
    private interface Asked {
        Future<Answer> answer(PriceQuestion question, long nowUs);
    }

    /**
     * Adds them.
     *
     * @param signed makes a handler that knows who asks
     * @param refused answers a body that is too large
     */
    void mount(
            Router router,
            Function<Route, Handler<RoutingContext>> signed,
            Handler<RoutingContext> refused) {
        router.get(ALL).handler(signed.apply(admin((_, nowUs) -> prices.list(nowUs))));
        router.post(ALL)
                .handler(BodyHandler.create(false).setBodyLimit(maxImportBytes))
                .handler(signed.apply(this::add))
                .failureHandler(refused);
        router.get(ALL + "/diff").handler(signed.apply(admin((asked, _) -> prices.diff(asked))));
        router.post(ALL + "/rollback").handler(signed.apply(admin((_, _) -> prices.rollBack())));
        router.get(ONE).handler(signed.apply(admin(prices::show)));
        router.get(ONE + "/dry-run")
                .handler(signed.apply(admin((asked, _) -> prices.rehearse(asked))));
        router.post(ONE + "/activate").handler(signed.apply(admin(prices::activate)));
    }

    private Future<Answer> add(Caller caller, RoutingContext routing) {
        Buffer body = routing.body().buffer();
        byte[] file = body == null ? new byte[0] : body.getBytes();
        return PriceRoute.admin(
                caller, () -> prices.add(question(routing), file, context.clock().nowUs()));
    }

    private Route admin(Asked asked) {
        return (caller, routing) ->
                PriceRoute.admin(
                        caller, () -> asked.answer(question(routing), context.clock().nowUs()));
    }

    private static PriceQuestion question(RoutingContext routing) {
        MultiMap parameters = MultiMap.caseInsensitiveMultiMap().addAll(routing.queryParams());
        routing.pathParams().forEach(parameters::set);
        return new PriceQuestion(parameters);
    }
}
