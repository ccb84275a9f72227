// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.testing.Await;
import io.wattmill.router.RouterConfig;
import io.wattmill.router.RouterService;

/** A router in a process of its own, as {@code router.mode: remote} has it. */
final class MeasuredRouter {
    private MeasuredRouter() {}

    /** No arguments. Tells its gRPC port. */
    public static void main(String[] words) throws Exception {
        var parent = new Parent();
        var context = ServiceContext.of(MeasuredGateway.vertx(1));
        var links = serve(context, Configuration.defaults(RouterConfig.class)).links();
        parent.tell(links.port());
        parent.outlive();
    }

    /** A router that has started, and the endpoint that it is called on. */
    record Served(RouterService router, RpcEndpoint links) {}

    static Served serve(ServiceContext context, RouterConfig config) {
        var router = new RouterService(context, config);
        var links =
                new RpcEndpoint(
                        context.vertx(),
                        "process.rpc",
                        Configuration.defaults(RpcConfig.class),
                        context.tls());
        router.serveOn(links);
        Await.await(router.start().compose(_ -> links.start()), Parent.START_LIMIT);
        return new Served(router, links);
    }
}
