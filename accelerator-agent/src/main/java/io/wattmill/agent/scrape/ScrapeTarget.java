// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.vertx.core.http.RequestOptions;
import java.net.URI;

/**
 * A page to read.
 *
 * @param source kind of source, a metric label, for example {@code dcgm}
 * @param url absolute URL
 */
public record ScrapeTarget(String source, URI url) {

    RequestOptions request() {
        return new RequestOptions().setAbsoluteURI(url.toString());
    }
}
