package io.nkmedia.core.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.core.internal.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreesTest {
    private final Json json = new Json();

    private JsonNode tree(String text) throws JsonProcessingException {
        return json.parse(text.replace('\'', '"'));
    }

    /** The examples of RFC 7386. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':'b'}         | {'a':'c'}         | {'a':'c'}
            {'a':'b'}         | {'b':'c'}         | {'a':'b','b':'c'}
            {'a':'b'}         | {'a':null}        | {}
            {'a':'b','b':'c'} | {'a':null}        | {'b':'c'}
            {'a':['b']}       | {'a':'c'}         | {'a':'c'}
            {'a':'c'}         | {'a':['b']}       | {'a':['b']}
            {'a':{'b':'c'}}   | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}
            {'a':[{'b':'c'}]} | {'a':[1]}         | {'a':[1]}
            {'e':null}        | {'a':1}           | {'e':null,'a':1}
            {}                | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}
            """)
    void patch_isMerged(String target, String patch, String result) throws JsonProcessingException {
        assertThat(Trees.merged(tree(target), tree(patch))).isEqualTo(tree(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1}            | {'a':1}            | []
            {'a':1,'b':2}      | {'a':2,'c':3}      | [a, b, c]
            {'a':{'b':1,'c':2}}| {'a':{'b':1,'c':3}}| [a.c]
            {'a':{'b':1}}      | {}                 | [a.b]
            {'a':[1,2]}        | {'a':[1]}          | [a]
            """)
    void differences_arePaths(String before, String after, String paths) throws JsonProcessingException {
        assertThat(Trees.differences(tree(before), tree(after))).hasToString(paths);
    }

    @Test
    void hiddenSecrets_areThoseOfTheSameElement_whereverItStands() throws JsonProcessingException {
        var old = tree("{'users':[{'user':'a','password_hash':'A'},{'user':'b','password_hash':'B'}],"
                + "'turn':{'secret':'T'}}");
        var changed = tree("{'users':[{'user':'b','password_hash':'***'},{'user':'c','password_hash':'C'}],"
                + "'turn':{'secret':'***'}}");
        Secrets.keep(changed, old);
        assertThat(changed)
                .isEqualTo(tree("{'users':[{'user':'b','password_hash':'B'},{'user':'c','password_hash':'C'}],"
                        + "'turn':{'secret':'T'}}"));
        assertThatThrownBy(() -> Secrets.keep(tree("{'users':[{'user':'x','password_hash':'***'}]}"), old))
                .hasMessageContaining("users[0].password_hash");
    }
}
