// SPDX-License-Identifier: Apache-2.0
/**
 * OpenAI's shapes, which engines speak too: requests and answers go through as they are, with a few
 * splices. The Responses API is not here: engines do not keep its state, so that it is a
 * translation onto chat in a package of its own.
 *
 * <p>Knows nothing of sockets, keys or prices. Start with {@link
 * io.wattmill.gateway.dialect.openai.ChatDialect}.
 */
@NullMarked
package io.wattmill.gateway.dialect.openai;

import org.jspecify.annotations.NullMarked;
