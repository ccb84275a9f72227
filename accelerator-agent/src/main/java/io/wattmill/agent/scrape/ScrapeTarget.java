// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.RequestOptions;

import java.net.URI;

/** A page that is read again and again; what each reading needs is prepared once. */
public final class ScrapeTarget {

    private final String source;
    private final URI url;
    private final RequestOptions request;
    private final Timer timer;

    /**
     * A page.
     *
     * @param source kind of source, a metric label, for example {@code dcgm}
     * @param url absolute URL
     */
    public ScrapeTarget(String source, URI url, ScrapeMetrics metrics) {
        this.source = source;
        this.url = url;
        this.request = new RequestOptions().setAbsoluteURI(url.toString());
        this.timer = metrics.timer(source);
    }

    String source() {
        return source;
    }

    /** Absolute URL. */
    public URI url() {
        return url;
    }

    RequestOptions request() {
        return request;
    }

    Timer timer() {
        return timer;
    }
}
