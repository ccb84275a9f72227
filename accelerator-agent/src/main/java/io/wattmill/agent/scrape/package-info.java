// SPDX-License-Identifier: Apache-2.0
/**
 * One bounded HTTP GET, again and again: every limit named, every failure a reason, every duration
 * measured.
 *
 * <p>It must not know what the pages say. Start reading at {@link
 * io.wattmill.agent.scrape.HttpScrape}.
 */
@NullMarked
package io.wattmill.agent.scrape;

import org.jspecify.annotations.NullMarked;
