// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class KeyTextTest {

    @Property
    void readsBackWhatItWrote(@ForAll KeyText.Kind kind, @ForAll @Size(32) byte[] random) {
        KeyText key = KeyText.create(kind, random);
        assertEquals(Optional.of(key), KeyText.parse(key.text()));
        assertTrue(key.text().matches("wm_(dev|admin)_[0-9A-Za-z]{49}"), key.text());
    }

    @Property
    void noticesAnyMistypedCharacter(
            @ForAll @Size(32) byte[] random,
            @ForAll @IntRange(min = 0, max = 48) int at,
            @ForAll @CharRange(from = 'a', to = 'z') char typed) {
        String text = KeyText.create(KeyText.Kind.DEV, random).text();
        String wrong = text.substring(0, 7 + at) + typed + text.substring(8 + at);
        assertEquals(wrong.equals(text), KeyText.parse(wrong).isPresent());
    }

    @Property
    void takesNothingElseForAKey(@ForAll String text) {
        assertFalse(KeyText.parse(text).isPresent());
    }

    @Test
    void doesNotShowItselfWhenPrinted() {
        KeyText key = KeyText.create(KeyText.Kind.ADMIN, new byte[32]);
        assertFalse(key.toString().contains(key.text().substring(14, 40)));
        assertEquals("wm_admin_0000", key.prefix());
    }

    @Test
    void hashesUnderThePepper() {
        KeyText key = KeyText.create(KeyText.Kind.DEV, new byte[32]);
        byte[] other = new byte[32];
        other[0] = 1;
        assertEquals(new KeyHasher(new byte[32]).hash(key), new KeyHasher(new byte[32]).hash(key));
        assertNotEquals(new KeyHasher(new byte[32]).hash(key), new KeyHasher(other).hash(key));
    }

    @Test
    void opensNothingWithARevokedOrExpiredKey() {
        KeyHasher hasher = new KeyHasher(new byte[32]);
        KeyHash hash = hasher.hash(KeyText.create(KeyText.Kind.DEV, new byte[32]));
        TenantSalt salt = TenantSalt.of(hasher.salt("p"));
        var live =
                new KeyRecord(
                        "k", right(OptionalLong.of(100), Scope.INFERENCE), Optional.empty(), salt);
        KeySet keys = new KeySet(Map.of(hash, live));
        assertTrue(keys.find(hash, 99) instanceof Identification.Known);
        assertTrue(keys.find(hash, 100) instanceof Identification.Unknown);
        var revoked =
                new KeyRecord("k", right(OptionalLong.empty()), Optional.of(EndedBy.KEY), salt);
        assertTrue(
                new KeySet(Map.of(hash, revoked)).find(hash, 1) instanceof Identification.Unknown);
    }

    @Test
    void givesAdministratorsEveryScope() {
        TenantSalt salt = new TenantSalt(1, "");
        var admin =
                new KeyRecord(
                        "k", right(OptionalLong.empty(), Scope.ADMIN), Optional.empty(), salt);
        var developer =
                new KeyRecord(
                        "k", right(OptionalLong.empty(), Scope.INFERENCE), Optional.empty(), salt);
        for (Scope scope : Scope.values()) {
            assertTrue(admin.may(scope));
            assertEquals(scope == Scope.INFERENCE, developer.may(scope));
        }
    }

    private static Right right(OptionalLong expiresAtUs, Scope... scopes) {
        return new Right(Place.project("o", "p"), Set.of(scopes), KeyBounds.NONE, expiresAtUs);
    }
}
