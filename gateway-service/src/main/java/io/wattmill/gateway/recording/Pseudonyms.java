// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recording;

import io.wattmill.contract.common.v1.Principal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names that stay the same within a site and say nothing outside of it: HMAC-SHA-256 under a secret
 * of the site, cut to 64 bits. Ids of work are named within their tenant, so that equal ids of two
 * tenants have nothing in common. Not for several threads: a Mac holds state.
 */
public final class Pseudonyms {

    private static final String HMAC = "HmacSHA256";
    private static final int NAME_BYTES = 8;
    private static final int CIPHER_BLOCK = 16;
    private static final int CIPHER_KEY_BYTES = 16;

    /** What a JSON number holds exactly in every language: 53 bits. */
    private static final int UNUSED_BITS = Long.SIZE - 53;

    private final Mac mac;
    private final Cipher cipher;

    /**
     * Names under {@code siteSecret}.
     *
     * @param siteSecret random bytes that are the same at all gateways of a site
     */
    public Pseudonyms(byte[] siteSecret) {
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(siteSecret, HMAC));
            mac.init(new SecretKeySpec(mac.doFinal(ascii("recording")), HMAC));
            cipher = permutation(mac.doFinal(ascii("blocks")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256 and AES", e);
        }
    }

    /**
     * One AES block is a permutation that nobody without the key can compute or undo; each input is
     * one block, so no mode of chaining is wanted.
     */
    @SuppressWarnings("InsecureCryptoUsage")
    private static Cipher permutation(byte[] secret) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, 0, CIPHER_KEY_BYTES, "AES"));
        return cipher;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tells whether names of two recordings come from the same secret. */
    public String key() {
        return name("key", "", "");
    }

    /** Name of a project. */
    public String tenant(Principal principal) {
        return name("tenant", principal.getOrganizationId(), principal.getProjectId());
    }

    /** Name of a session, a run or the parent of either: equal ids of one tenant are equal. */
    public String work(String tenant, String id) {
        return name("work", tenant, id);
    }

    private String name(String kind, String within, String id) {
        String text = kind + '\0' + within + '\0' + id;
        byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    }

    /**
     * Names of prompt blocks, 53 bits each. The hashes are keyed already, but with a hash that is
     * made for speed: who knows a prompt and its hashes might find the key. From these names nobody
     * can.
     *
     * @param tenant the tenant's name
     * @param hashes chained hashes of the tenant's prompt
     */
    public long[] blocks(String tenant, List<Long> hashes) {
        long domain = HexFormat.fromHexDigitsToLong(tenant);
        ByteBuffer plain = ByteBuffer.allocate(hashes.size() * CIPHER_BLOCK);
        hashes.forEach(hash -> plain.putLong(hash).putLong(domain));
        ByteBuffer sealed = ByteBuffer.wrap(encrypted(plain.array()));
        long[] names = new long[hashes.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = sealed.getLong(i * CIPHER_BLOCK) >>> UNUSED_BITS;
        }
        return names;
    }

    private byte[] encrypted(byte[] plain) {
        try {
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("whole blocks are always taken", e);
        }
    }
}
