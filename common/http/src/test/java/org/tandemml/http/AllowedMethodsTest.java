package org.tandemml.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedMethodsTest {
    @Path("/")
    interface Things {
        @GET
        void root();

        @GET
        @Path("things/{id}")
        void one();

        @DELETE
        @Path("/things/{id}/")
        void remove();

        @PUT
        @Path("files/{path:.*}")
        void put();

        @POST
        @Path("{call:a(b|c)/.+}")
        void call();

        void noRoute();
    }

    @Path("/things/a.b")
    interface Named {
        @POST
        void post();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | GET, HEAD, OPTIONS",
                "/things/1 | DELETE, GET, HEAD, OPTIONS",
                "/things/1/ | DELETE, GET, HEAD, OPTIONS",
                "/things/a.b | DELETE, GET, HEAD, OPTIONS, POST",
                "/things/axb | DELETE, GET, HEAD, OPTIONS",
                "/things | OPTIONS",
                "/things/1/2 | OPTIONS",
                "/files/a/b | OPTIONS, PUT",
                "/files/ | OPTIONS, PUT",
                "/ab/x | OPTIONS, POST",
                "/ad/x | OPTIONS"
            })
    void areThoseOfAllTemplatesThatMatch(String path, String methods) {
        AllowedMethods allowed = new AllowedMethods(List.of(Things.class, Named.class));
        assertThat(allowed.of(path)).isEqualTo(methods);
    }
}
